"""Checkpoints of a training that may be interrupted."""

from __future__ import annotations

import logging
import os
import zipfile
from pathlib import Path
from typing import Any

import pytorch_lightning as pl

from review_sentiment.training import interruption
from review_sentiment.training.history import History
from review_sentiment.training.not_finite import refuse_weights_that_are_not_finite
from review_sentiment.training.random_states import get_random_states, set_random_states
from review_sentiment.whole import clear_leftovers, unfinished_name

logger = logging.getLogger(__name__)


class Checkpoints(pl.Callback):
    """Keeps the newest state of a training as `<fingerprint>-<step>.ckpt`.

    One is written every so many steps, with the step that a pass ends in, before what comes out of it is
    measured, and when Ctrl-C ends the training.

    Args:
        folder: for all trainings of an encoder; files of others are left alone.
        fingerprint: of this training.
        every: steps.
        history: that says where a pass has ended; it comes before this among the callbacks.
    """

    def __init__(self, folder: Path, fingerprint: str, every: int, history: History):
        self.folder = folder
        self._fingerprint = fingerprint
        self._every = every
        self._history = history
        self._random_states: dict[str, Any] | None = None
        self._trained = False

    def find(self) -> tuple[Path | None, int]:
        """The newest checkpoint that fits and its step, or nothing and 0; says what is there."""
        clear_leftovers(self.folder)
        # a training that came to its end, and whose outcome was never saved, did not come to its end
        for finished in self.folder.glob("*.finished"):
            finished.rename(finished.with_suffix(".ckpt"))
        own = self._list_own()
        for path in self.folder.glob(f"{self._fingerprint}-*.ckpt"):
            if path not in own:
                path.open("rb").close()  # of one that can't be read nobody knows whether it is whole
                path.unlink()
                logger.warning("Removed %s, which was cut short, as a power cut does", path)
        others = [path.name for path in sorted(self.folder.glob("*.ckpt")) if path not in own]
        if others:
            logger.warning(
                "Left aside in %s, for other texts, parameters or code: %s", self.folder, ", ".join(others)
            )
        if not own:
            return None, 0
        logger.info("Going on from step %s: %s", _step(own[-1]), own[-1])
        return own[-1], _step(own[-1])

    def count_missing(self, steps: int) -> int:
        """For how many more there has to be room; an old one goes when the new one is whole.

        Args:
            steps: of the whole training.
        """
        newest = self.newest
        if newest is None:
            return 2
        return int(_step(newest) < steps)

    @property
    def newest(self) -> Path | None:
        """The newest checkpoint that fits, if there is one."""
        return next(reversed(self._list_own()), None)

    def is_due(self, trainer: pl.Trainer) -> bool:
        """Whether one is to be written now."""
        due = self._history.has_ended_a_pass or trainer.global_step % self._every == 0
        # a step's later batches, the next step's first ones, find it written
        return trainer.global_step > 0 and due and not self._target(trainer).exists()

    def on_train_batch_start(self, trainer: pl.Trainer, *_: Any) -> None:
        """Puts the random generators where they were: making the loaders has drawn from them."""
        if self._random_states:
            set_random_states(self._random_states)
            self._random_states = None

    def on_train_batch_end(self, trainer: pl.Trainer, *_: Any) -> None:
        """Writes what is due, and ends the training where Ctrl-C asked for it."""
        self._trained = trainer.global_step > 0
        if self.is_due(trainer):
            self._save(trainer)
        # in the midst of a step's batches there is nothing to go on from
        if not self._history.is_within_a_step:
            interruption.stop_if_asked()

    def on_exception(
        self, trainer: pl.Trainer, pl_module: pl.LightningModule, exception: BaseException
    ) -> None:
        """Writes a checkpoint on Ctrl-C, which comes between two steps or amidst a measurement."""
        if not isinstance(exception, interruption.Interrupted):
            return
        if self._trained and not self._target(trainer).exists():
            self._save(trainer)
        self.say_interrupted(trainer.global_step)

    def say_interrupted(self, step: int) -> None:
        """Where a training was ended by Ctrl-C, and where it goes on from."""
        logger.warning(
            "Interrupted after step %s. The same command goes on from %s.", step, self.newest or "the start"
        )

    def finish(self) -> None:
        """Marks what is there as done with; it is kept until the outcome is saved (see `CheckpointHooks`)."""
        for path in self._list_own():
            path.rename(path.with_suffix(".finished"))

    def state_dict(self) -> dict[str, Any]:
        """Where the random generators are."""
        return {"random_states": get_random_states()}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Remembers where they were."""
        self._random_states = state_dict["random_states"]

    def _save(self, trainer: pl.Trainer) -> None:
        """Writes beside the target first, so that what is there is whole; then removes older ones."""
        refuse_weights_that_are_not_finite(trainer, self.newest)
        target = self._target(trainer)
        unfinished = target.with_name(unfinished_name(target.name))
        older = self._list_own()
        try:
            with interruption.put_off():
                trainer.save_checkpoint(unfinished)
                os.replace(unfinished, target)
                for path in older:
                    path.unlink(missing_ok=True)
        finally:
            unfinished.unlink(missing_ok=True)

    def _target(self, trainer: pl.Trainer) -> Path:
        return self.folder / f"{self._fingerprint}-{trainer.global_step}.ckpt"

    def _list_own(self) -> list[Path]:
        """From the oldest to the newest; one that is cut short, as a power cut may leave it, is none."""
        found = self.folder.glob(f"{self._fingerprint}-*.ckpt")
        return sorted(filter(zipfile.is_zipfile, found), key=_step)


def _step(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])

"""Checkpoints of a training that may be interrupted, and which of them fit."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Any

import pytorch_lightning as pl
import torch
import transformers
from transformers import PreTrainedModel

import review_sentiment
from review_sentiment.pipelines import modelling
from review_sentiment.pipelines.pretraining.packing import PackedSequences

logger = logging.getLogger(__name__)

# whose code decides what a training does: this pipeline, and what it shares with fine-tuning
CODE = (Path(__file__).parent, Path(modelling.__file__).parent)


def take_fingerprint(settings: dict[str, Any], network: PreTrainedModel, *parts: PackedSequences) -> str:
    """What has to be the same for a training to go on: settings, the encoder it starts from, tokens, code."""
    versions = (review_sentiment.__version__, torch.__version__, transformers.__version__)
    digest = hashlib.sha256(repr((versions, sorted(settings.items()))).encode())
    for file in sorted(path for folder in CODE for path in folder.glob("*.py")):
        digest.update(file.read_bytes())
    digest.update(network.config.to_json_string().encode())
    for name, tensor in network.state_dict().items():
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy())
    for part in parts:
        digest.update(part.ids.tobytes())
        digest.update(part.ends.tobytes())
    return digest.hexdigest()[:16]


class Checkpoints(pl.Callback):
    """Keeps the newest state of a training as `<fingerprint>-<step>.ckpt`, every so many steps.

    Args:
        folder: for all trainings of an encoder; files of others are left alone.
        fingerprint: of this training.
        every: steps.
    """

    def __init__(self, folder: Path, fingerprint: str, every: int):
        self._folder = folder
        self._fingerprint = fingerprint
        self._every = every

    def find(self) -> tuple[Path | None, int]:
        """The newest checkpoint that fits and its step, or nothing and 0; says what is there."""
        own = self._list_own()
        others = [path.name for path in sorted(self._folder.glob("*.ckpt")) if path not in own]
        if others:
            logger.warning(
                "Left aside in %s, for other texts, parameters or code: %s", self._folder, ", ".join(others)
            )
        if not own:
            return None, 0
        logger.info("Going on from step %s: %s", _step(own[-1]), own[-1])
        return own[-1], _step(own[-1])

    def on_train_batch_end(self, trainer: pl.Trainer, *_: Any) -> None:
        """Writes beside the target first, so that what is there is whole; then removes older ones."""
        step = trainer.global_step
        target = self._folder / f"{self._fingerprint}-{step}.ckpt"
        # a step's later batches, the next step's first ones, find it written; after the last comes the end
        if step == 0 or step % self._every or target.exists() or _is_last_batch(trainer):
            return
        unfinished = self._folder / f".{target.name}.unfinished"
        trainer.save_checkpoint(unfinished)
        older = self._list_own()
        unfinished.rename(target)
        for path in older:
            path.unlink()

    def clear(self) -> None:
        """Removes this training's own, and the folder where nothing else is in it."""
        for path in [*self._list_own(), *self._folder.glob(f".{self._fingerprint}-*.unfinished")]:
            path.unlink()
        if self._folder.is_dir() and not any(self._folder.iterdir()):
            self._folder.rmdir()

    def _list_own(self) -> list[Path]:
        return sorted(self._folder.glob(f"{self._fingerprint}-*.ckpt"), key=_step)


def _step(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])


def _is_last_batch(trainer: pl.Trainer) -> bool:
    return trainer.fit_loop.epoch_loop.batch_progress.is_last_batch

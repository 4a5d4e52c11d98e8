"""What is remembered of a training: a row a step."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytorch_lightning as pl
import torch
from torch import Tensor

COLUMNS = (
    "step",
    "epoch",
    "seconds",
    "learning_rate",
    "train_loss",
    "validation_loss",
    "validation_accuracy",
)


class History(pl.Callback):
    """Collects loss and learning rate of every step, and what was measured after every pass.

    To Lightning, all passes are one: that leaves it one way to be interrupted, between two steps, and lets a
    step take the last batches of one pass and the first ones of the next. The rows are kept in checkpoints,
    so that a training that was interrupted has one history.

    Args:
        ends: how many batches there are to the end of each pass.
        measure_untrained: whether there is a row for step 0, before the first one.
    """

    def __init__(self, ends: Sequence[int], *, measure_untrained: bool = False):
        self._ends = ends
        self._rows: list[dict[str, Any]] = [{"step": 0, "epoch": 0}] if measure_untrained else []
        self.has_ended_a_pass = measure_untrained
        """whether the newest step ended a pass that nothing has been measured of"""
        self._passes = 0
        self._losses: list[Tensor] = []  # of the batches of this step, summed over what was predicted
        self._predicted = 0
        self._started = 0.0
        self._rate = 0.0

    @property
    def is_within_a_step(self) -> bool:
        """Whether the batches of a step are not all done."""
        return bool(self._losses)

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Starts the clock, or goes on with it."""
        self._started = time.perf_counter() - (self._rows[-1].get("seconds", 0.0) if self._rows else 0.0)

    def on_train_batch_start(self, trainer: pl.Trainer, *_: Any) -> None:
        """Notes the learning rate of the step; at its end the next step's is set already."""
        self._rate = trainer.optimizers[0].param_groups[0]["lr"]

    def on_train_batch_end(
        self, trainer: pl.Trainer, pl_module: pl.LightningModule, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        """Adds the step with its last batch; losses stay tensors: to read one would make a GPU wait."""
        self._losses.append(outputs["total"])
        self._predicted += len(batch["labels"])
        if self._rows and trainer.global_step == self._rows[-1]["step"]:
            return
        self._rows.append(
            {
                "step": trainer.global_step,
                "epoch": bisect_right(self._ends, batch_idx + 1 - len(self._losses)),
                "seconds": self._seconds(),
                "learning_rate": self._rate,
                "train_loss": torch.stack(self._losses).sum() / self._predicted,
            }
        )
        self._losses, self._predicted = [], 0
        passes = bisect_right(self._ends, batch_idx + 1)
        self.has_ended_a_pass = passes > self._passes
        self._passes = passes

    def add(self, figures: dict[str, float]) -> None:
        """Adds what was measured to the newest step."""
        self._rows[-1] |= {"seconds": self._seconds(), **figures}
        self.has_ended_a_pass = False

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps, in plain numbers."""
        return {"rows": self._plain_rows(), "passes": self._passes, "unmeasured": self.has_ended_a_pass}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Goes on from a checkpoint."""
        self._rows, self._passes = state_dict["rows"], state_dict["passes"]
        self.has_ended_a_pass = state_dict["unmeasured"]

    def table(self, columns: Sequence[str] = COLUMNS) -> pd.DataFrame:
        """The rows so far; seconds count from the start, without the time that an interruption took.

        Steps count from 1, and 0 is before the first. Epochs count from 0, and a step that takes batches of
        two is the first one's.
        """
        return pd.DataFrame(self._plain_rows(), columns=list(columns))

    def _seconds(self) -> float:
        return time.perf_counter() - self._started

    def _plain_rows(self) -> list[dict[str, Any]]:
        for row in self._rows:
            if isinstance(row.get("train_loss"), Tensor):
                row["train_loss"] = row["train_loss"].item()  # once: a GPU waits for it
        return [dict(row) for row in self._rows]


class Measurement(pl.Callback):
    """Measures a network after every pass, when the step that ended it is in the history and in a checkpoint.

    Args:
        history: that the figures are added to.
    """

    keeps_best = False
    """whether the weights of the best pass are kept beside those in training"""

    def __init__(self, history: History):
        self.history = history

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Measures before the first step, and what an interruption left unmeasured."""
        self._measure_where_due(pl_module)

    def on_train_batch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule, *_: Any) -> None:
        """Measures with the step that a pass ends in."""
        self._measure_where_due(pl_module)

    def measure(self, module: Any) -> dict[str, float]:
        """What is measured, by the name of its column; it draws no random numbers."""
        raise NotImplementedError

    @torch.no_grad()
    def _measure_where_due(self, module: pl.LightningModule) -> None:
        if self.history.has_ended_a_pass:
            self.history.add(self.measure(module))

"""What is remembered of a training: a row a step."""

from __future__ import annotations

import time
from typing import Any

import pandas as pd
import pytorch_lightning as pl
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
    """Collects loss and learning rate of every step, and what validation said after each epoch."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []
        self._started = time.perf_counter()
        self._rate = 0.0

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Starts the clock."""
        self._started = time.perf_counter()

    def on_train_batch_start(self, trainer: pl.Trainer, *_: Any) -> None:
        """Notes the learning rate of the step; at its end the next step's is set already."""
        self._rate = trainer.optimizers[0].param_groups[0]["lr"]

    def on_train_batch_end(self, trainer: pl.Trainer, *_: Any) -> None:
        """Adds the step; the loss stays a tensor, since reading it would make a GPU wait."""
        self._rows.append(
            {
                "step": trainer.global_step,
                "epoch": trainer.current_epoch,
                "seconds": time.perf_counter() - self._started,
                "learning_rate": self._rate,
                "train_loss": trainer.callback_metrics["train/loss"],
            }
        )

    def on_validation_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Adds what validation found to the last step of the epoch."""
        metrics = trainer.callback_metrics
        self._rows[-1] |= {
            "seconds": time.perf_counter() - self._started,
            "validation_loss": metrics["validation/loss"],
            "validation_accuracy": metrics["validation/accuracy"],
        }

    def table(self) -> pd.DataFrame:
        """The rows so far; epochs count from 0, steps from 1, seconds from the first step's start."""
        rows = [
            {key: value.item() if isinstance(value, Tensor) else value for key, value in row.items()}
            for row in self._rows
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))

"""What is remembered of a pretraining: a row a step, and perplexity on held-out texts."""

from __future__ import annotations

import math
import time
from typing import Any

import pandas as pd
import pytorch_lightning as pl
import torch
from torch import Tensor
from torch.utils.data import DataLoader

COLUMNS = (
    "step",
    "epoch",
    "seconds",
    "learning_rate",
    "train_loss",
    "held_out_loss",
    "held_out_perplexity",
)


class PretrainingHistory(pl.Callback):
    """Collects loss and learning rate of every step, and what the held-out texts say about every pass.

    They are measured before the first step and with the step that a pass ends in. The rows are kept in
    checkpoints, so that a training that was interrupted has one history.

    Args:
        held_out: batches of held-out sequences, whose masks are always the same.
        batches_a_pass: over the training sequences.
    """

    def __init__(self, held_out: DataLoader[Any], batches_a_pass: int):
        self._held_out = held_out
        self._batches_a_pass = batches_a_pass
        self._rows: list[dict[str, Any]] = []
        self._losses: list[Tensor] = []  # of the batches of this step, summed over their guessed tokens
        self._guessed = 0
        self._passes = 0
        self._started = 0.0
        self._rate = 0.0

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Starts the clock, or goes on with it, and measures what the encoder can do untrained."""
        self._started = time.perf_counter() - (self._rows[-1]["seconds"] if self._rows else 0.0)
        if not self._rows:
            self._rows.append({"step": 0, "epoch": 0, **self._measure(pl_module)})

    def on_train_batch_start(self, trainer: pl.Trainer, *_: Any) -> None:
        """Notes the learning rate of the step; at its end the next step's is set already."""
        self._rate = trainer.optimizers[0].param_groups[0]["lr"]

    def on_train_batch_end(
        self, trainer: pl.Trainer, pl_module: pl.LightningModule, outputs: Any, batch: Any, batch_idx: int
    ) -> None:
        """Adds the step with its last batch; losses stay tensors: to read one would make a GPU wait."""
        self._losses.append(outputs["total"])
        self._guessed += len(batch["labels"])
        if trainer.global_step == self._rows[-1]["step"]:
            return
        row = {
            "step": trainer.global_step,
            "epoch": (batch_idx + 1 - len(self._losses)) // self._batches_a_pass,
            "seconds": time.perf_counter() - self._started,
            "learning_rate": self._rate,
            "train_loss": torch.stack(self._losses).sum() / self._guessed,
        }
        self._losses, self._guessed = [], 0
        passes = (batch_idx + 1) // self._batches_a_pass
        if passes > self._passes:
            self._passes = passes
            row |= self._measure(pl_module)
        self._rows.append(row)

    @torch.no_grad()
    def _measure(self, module: Any) -> dict[str, float]:
        """Mean cross entropy of the held-out tokens, in nats, and how many tokens that is a choice of."""
        total, guessed = 0.0, 0
        for batch in self._held_out:
            on_device = {key: tensor.to(module.device) for key, tensor in batch.items()}
            total += module.sum_losses(on_device).item()
            guessed += len(batch["labels"])
        loss = total / guessed
        return {
            "seconds": time.perf_counter() - self._started,
            "held_out_loss": loss,
            "held_out_perplexity": math.exp(loss),
        }

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps, in plain numbers."""
        return {"rows": self._plain_rows(), "passes": self._passes}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Goes on from a checkpoint."""
        self._rows, self._passes = state_dict["rows"], state_dict["passes"]

    def table(self) -> pd.DataFrame:
        """The rows so far; seconds count from the start, without the time that an interruption took.

        Steps count from 1, and 0 is before the first. Epochs count from 0, and a step that takes batches of
        two is the first one's.
        """
        return pd.DataFrame(self._plain_rows(), columns=list(COLUMNS))

    def _plain_rows(self) -> list[dict[str, Any]]:
        return [
            {key: value.item() if isinstance(value, Tensor) else value for key, value in row.items()}
            for row in self._rows
        ]

"""A training whose numbers have gone astray ends, with the step, the learning rate and the way back."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytorch_lightning as pl
import torch
from torch import Tensor

from review_sentiment.errors import ReviewSentimentError

if TYPE_CHECKING:
    from review_sentiment.training.checkpoints import Checkpoints

# batches whose losses are looked at together: to read one makes a GPU wait for all that was asked of it
TOGETHER = 10

ADVICE = "Lower `learning_rate` or `max_gradient_norm`, or set `precision` to float32."


class FiniteLoss(pl.Callback):
    """Ends a training whose loss is not a number or infinite, at most ten batches later.

    Args:
        keeper: of checkpoints, the newest of which is from before.
    """

    def __init__(self, keeper: Checkpoints | None):
        self._keeper = keeper
        self._batches: list[tuple[int, float, Tensor]] = []
        self._now = (0, 0.0)

    def on_train_batch_start(self, trainer: pl.Trainer, *_: Any) -> None:
        """Notes the number of the step and its learning rate; at its end the next step's are set."""
        self._now = (trainer.global_step + 1, trainer.optimizers[0].param_groups[0]["lr"])

    def on_train_batch_end(
        self, trainer: pl.Trainer, pl_module: pl.LightningModule, outputs: Any, *_: Any
    ) -> None:
        """Keeps the loss as a tensor; looks at ten of them at a time, and before each checkpoint."""
        self._batches.append((*self._now, outputs["total"]))
        if len(self._batches) == TOGETHER or (self._keeper and self._keeper.is_due(trainer)):
            self._check()

    def on_train_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Looks at what is left, and at the weights that came out."""
        self._check()
        refuse_weights_that_are_not_finite(trainer, self._newest)

    @property
    def _newest(self) -> Path | None:
        return self._keeper.newest if self._keeper else None

    def _check(self) -> None:
        batches, self._batches = self._batches, []
        if not batches:
            return
        losses = torch.stack([loss for _, _, loss in batches]).tolist()
        for (step, rate, _), loss in zip(batches, losses, strict=True):
            if not math.isfinite(loss):
                raise ReviewSentimentError(
                    f"The loss of step {step} is {loss}, at a learning rate of {rate:.3g}; "
                    f"{_say(self._newest)}. {ADVICE}"
                )


def refuse_weights_that_are_not_finite(trainer: pl.Trainer, checkpoint: Path | None) -> None:
    """Raises ReviewSentimentError where a step has spoilt the network, though its loss may be a number yet.

    Args:
        trainer: of the network.
        checkpoint: the newest, which is from before.
    """
    finite = [weight.isfinite().all() for weight in trainer.lightning_module.parameters()]
    if not torch.stack(finite).all():
        rate = trainer.optimizers[0].param_groups[0]["lr"]
        raise ReviewSentimentError(
            f"After step {trainer.global_step} some weights are not finite, at a learning rate of about "
            f"{rate:.3g}; {_say(checkpoint)}. {ADVICE}"
        )


def _say(checkpoint: Path | None) -> str:
    return f"the last good checkpoint is {checkpoint}" if checkpoint else "there is no checkpoint before it"

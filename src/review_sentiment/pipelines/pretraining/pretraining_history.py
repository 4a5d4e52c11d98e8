"""What a pretraining is measured by: perplexity on held-out texts."""

from __future__ import annotations

from typing import Any

import numpy as np
from torch.utils.data import DataLoader

from review_sentiment.training import interruption
from review_sentiment.training.history import History, Measurement

COLUMNS = (
    "step",
    "epoch",
    "seconds",
    "learning_rate",
    "train_loss",
    "held_out_loss",
    "held_out_perplexity",
)


class HeldOutPerplexity(Measurement):
    """Measures before the first step, and with the step that a pass ends in.

    Args:
        history: that the figures are added to.
        held_out: batches of held-out sequences, whose masks are always the same.
    """

    def __init__(self, history: History, held_out: DataLoader[Any]):
        super().__init__(history)
        self._held_out = held_out

    def measure(self, module: Any) -> dict[str, float]:
        """Mean cross entropy of the held-out tokens, in nats, and how many tokens that is a choice of."""
        total, guessed = 0.0, 0
        for batch in self._held_out:
            interruption.stop_if_asked()
            on_device = {key: tensor.to(module.device) for key, tensor in batch.items()}
            total += module.sum_losses(on_device).item()
            guessed += len(batch["labels"])
        loss = total / guessed
        return {"held_out_loss": loss, "held_out_perplexity": float(np.exp(loss))}

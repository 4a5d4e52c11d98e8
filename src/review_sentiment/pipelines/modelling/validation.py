"""The network on the validation reviews after every epoch, and as it was at its best."""

from __future__ import annotations

import logging
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

from review_sentiment.terms import SENTIMENTS
from review_sentiment.training import interruption
from review_sentiment.training.history import History, Measurement

logger = logging.getLogger(__name__)


class Validation(Measurement):
    """Measures loss and accuracy, and keeps the weights of the best epoch, in checkpoints too.

    The best epoch is the one with the highest accuracy, the first of equals (Sun et al. 2019, section 5.2,
    choose so too): its loss rises earlier, where few mistakes are made with much confidence.

    Args:
        history: that the figures are added to.
        batches: of the validation reviews.
    """

    keeps_best = True

    def __init__(self, history: History, batches: DataLoader[Any]):
        super().__init__(history)
        self._batches = batches
        self._best: dict[str, Any] = {"accuracy": -1.0}

    def measure(self, module: Any) -> dict[str, float]:
        """Mean cross entropy in nats, and accuracy."""
        module.eval()
        logits, labels = self._predict(module)
        module.train()
        predictions = logits.argmax(dim=-1)
        accuracy = (predictions == labels).double().mean().item()
        if accuracy > self._best["accuracy"]:
            self._best = {
                "accuracy": accuracy,
                "collapsed": _find_collapse(predictions, labels),
                "weights": {name: tensor.cpu().clone() for name, tensor in module.state_dict().items()},
            }
        return {
            "validation_loss": nn.functional.cross_entropy(logits, labels).item(),
            "validation_accuracy": accuracy,
        }

    def _predict(self, module: Any) -> tuple[Tensor, Tensor]:
        """Logits, (reviews, 2), float32, and labels, (reviews,), on the CPU."""
        logits, labels = [], []
        for batch in self._batches:
            interruption.stop_if_asked()
            on_device = {key: tensor.to(module.device) for key, tensor in batch.items()}
            logits.append(module.logits(on_device).cpu())
            labels.append(batch["labels"])
        return torch.cat(logits), torch.cat(labels)

    def load_best(self, module: nn.Module) -> None:
        """Gives the network the weights of its best epoch; warns where that tells nothing apart."""
        module.load_state_dict(self._best["weights"])
        if self._best["collapsed"] is not None:
            logger.warning(
                "At its best the classifier takes every validation review for %s: it tells nothing apart. "
                "Another `learning_rate` or `seed`, or more epochs, may help.",
                SENTIMENTS[self._best["collapsed"]],
            )

    def state_dict(self) -> dict[str, Any]:
        """The best epoch so far."""
        return self._best

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Goes on from a checkpoint."""
        self._best = state_dict


def _find_collapse(predictions: Tensor, labels: Tensor) -> int | None:
    """The one class that everything is taken for, where the labels have both."""
    collapsed = len(predictions.unique()) == 1 and len(labels.unique()) > 1
    return int(predictions[0]) if collapsed else None

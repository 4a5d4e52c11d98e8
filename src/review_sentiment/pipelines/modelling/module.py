"""Fine-tuning of any sequence classifier, as Lightning runs it."""

from __future__ import annotations

import pytorch_lightning as pl
from pytorch_lightning.utilities.types import OptimizerLRSchedulerConfig
from torch import Tensor, nn

from review_sentiment.pipelines.modelling.dataset import Sample
from review_sentiment.pipelines.modelling.params import TrainingParams
from review_sentiment.training.optimizer import configure_adamw, decay_groups


class SentimentModule(pl.LightningModule):
    """One sequence classifier in training; it is handed the network and does not build it.

    Args:
        network: the classifier.
        training: how it is trained.
        steps: of the whole training, which the learning rate depends on.
    """

    def __init__(self, network: nn.Module, training: TrainingParams, *, steps: int = 1):
        super().__init__()
        # `from_pretrained` hands over a network in evaluation mode, and Lightning leaves modes alone:
        # without this, dropout would be off (pytorch-lightning issue 20105).
        self.network = network.train()
        self._recipe = training
        self._steps = steps

    def training_step(self, batch: Sample) -> dict[str, Tensor]:
        """The loss of a batch, each review weighing the same in large batches and small ones, and its sum."""
        total = nn.functional.cross_entropy(self.logits(batch), batch["labels"], reduction="sum")
        return {"loss": total / self._recipe.batch_size, "total": total.detach()}

    def predict_step(self, batch: Sample) -> Tensor:
        """The probability that each review of the batch is positive, (reviews,), float32."""
        return self.logits(batch).softmax(dim=-1)[:, 1]

    def logits(self, batch: Sample) -> Tensor:
        """(reviews, 2), float32 whatever the network computes in."""
        inputs = {key: tensor for key, tensor in batch.items() if key != "labels"}
        return self.network(**inputs).logits.float()

    def configure_optimizers(self) -> OptimizerLRSchedulerConfig:
        """AdamW with a linear warm-up and decay, a step at a time."""
        groups = decay_groups(self.network, self._recipe.weight_decay)
        return configure_adamw(groups, self._recipe, self._steps)

"""An encoder that guesses masked tokens, as Lightning trains it."""

from __future__ import annotations

import copy

import pytorch_lightning as pl
from pytorch_lightning.utilities.types import OptimizerLRSchedulerConfig
from torch import Tensor, nn
from transformers import AutoModelForMaskedLM, PreTrainedModel

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.last_layer import encode_at
from review_sentiment.pipelines.pretraining.masked_batches import MaskedBatch
from review_sentiment.pipelines.pretraining.params import MaskedLanguageModelParams
from review_sentiment.pretrained_model import copy_weights
from review_sentiment.training.optimizer import configure_adamw, decay_groups


def build_masked_language_model(encoder: PreTrainedModel) -> PreTrainedModel:
    """The encoder with a new output layer over the vocabulary, which shares its token vectors.

    The rest of the layer is drawn from torch's global generator: seed that first. Nothing drops out, so that
    a training draws no random numbers but its masks and its order.
    """
    config = copy.deepcopy(encoder.config)
    config.hidden_dropout_prob = 0.0
    config.attention_probs_dropout_prob = 0.0
    config.tie_word_embeddings = True
    network = AutoModelForMaskedLM.from_config(config)
    copy_weights(encoder, network.base_model)
    return network


def find_head(network: PreTrainedModel) -> nn.Module:
    """What turns the encoder's vectors into scores of the vocabulary: `cls` of BERT, `lm_head` of RoBERTa.

    Raises:
        ReviewSentimentError: it is not one part of the network.
    """
    heads = [part for part in network.children() if part is not network.base_model]
    if len(heads) != 1:
        raise ReviewSentimentError(
            f"A {network.config.model_type} has {len(heads)} parts behind its encoder, and one was expected; "
            "set `masked_language_model.enabled` to false."
        )
    return heads[0]


class MaskedLanguageModule(pl.LightningModule):
    """A masked-language model in training; it is handed the network and does not build it.

    Args:
        network: from `build_masked_language_model`.
        recipe: how it is trained.
        steps: of the whole training, which the learning rate depends on.
        guessed: tokens to guess in an average batch, so that each weighs the same in whatever batch it is.
    """

    def __init__(
        self, network: PreTrainedModel, recipe: MaskedLanguageModelParams, *, steps: int, guessed: float
    ):
        super().__init__()
        self.network = network.train()
        self._head = [find_head(network)]  # in a list: its weights are the network's already
        self._recipe = recipe
        self._steps = steps
        self._guessed = guessed

    def training_step(self, batch: MaskedBatch) -> dict[str, Tensor]:
        """The batch's part of a step's loss, and the sum of its losses for the history."""
        total = self.sum_losses(batch)
        return {"loss": total / self._guessed, "total": total.detach()}

    def sum_losses(self, batch: MaskedBatch) -> Tensor:
        """The cross entropy of the tokens to guess, summed, float32; only they reach the output layer."""
        # an output layer over all positions would take longer than a small encoder does
        chosen = encode_at(
            self.network.base_model,
            batch["positions"],
            input_ids=batch["input_ids"],
            attention_mask=batch["attention_mask"],
        )
        scores = self._head[0](chosen).float()  # (guessed, size) -> (guessed, vocabulary)
        return nn.functional.cross_entropy(scores, batch["labels"], reduction="sum")

    def configure_optimizers(self) -> OptimizerLRSchedulerConfig:
        """AdamW with a linear warm-up and decay, a step at a time."""
        groups = decay_groups(self.network, self._recipe.weight_decay)
        return configure_adamw(groups, self._recipe, self._steps)

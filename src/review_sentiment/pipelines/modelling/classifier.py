"""An encoder with a head that tells negative from positive."""

from __future__ import annotations

import copy

from transformers import AutoModelForSequenceClassification, PreTrainedModel

from review_sentiment.pretrained_model import copy_weights
from review_sentiment.terms import LABEL_IDS


def build_classifier(
    encoder: PreTrainedModel, *, hidden_dropout: float = 0.0, attention_dropout: float = 0.0
) -> PreTrainedModel:
    """A sequence classifier of the encoder's architecture: its weights, and a new head.

    The head is drawn from torch's global generator: seed that first. Its own dropout stays the checkpoint's.

    Args:
        encoder: any encoder without a head.
        hidden_dropout: share of a token's vector that a training step leaves out, in embeddings and layers.
        attention_dropout: share of the attention weights that a training step leaves out.

    Raises:
        ValueError: the encoder lacks weights that the classifier shares with it.
    """
    config = copy.deepcopy(encoder.config)
    # a head without a dropout of its own would follow the layers; an ALBERT has another name for it
    if getattr(config, "classifier_dropout", None) is None:
        config.classifier_dropout = config.hidden_dropout_prob
    config.hidden_dropout_prob = hidden_dropout
    config.attention_probs_dropout_prob = attention_dropout
    config.label2id = dict(LABEL_IDS)
    config.id2label = {number: label for label, number in LABEL_IDS.items()}
    classifier = AutoModelForSequenceClassification.from_config(config)
    # BERT's head reads its pooler; RoBERTa's brings a dense layer of its own, and drops an encoder's.
    copy_weights(encoder, classifier.base_model)
    return classifier

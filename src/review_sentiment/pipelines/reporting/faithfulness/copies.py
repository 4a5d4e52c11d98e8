"""Copies of a network to experiment on, for the classifier itself stays as it was loaded."""

from __future__ import annotations

import copy
from typing import Any

from transformers import PreTrainedModel

from review_sentiment.annotations import Precision
from review_sentiment.hardware import best_device, is_bfloat16


def copy_for_attribution(network: PreTrainedModel) -> PreTrainedModel:
    """In float32, with the attention that gives its weights away, and gradients in its embeddings alone."""
    network = _copy(network).float()
    network.set_attn_implementation("eager")
    network.requires_grad_(False)
    network.base_model.embeddings.requires_grad_(True)
    return network


def copy_for_prediction(network: PreTrainedModel, precision: Precision) -> PreTrainedModel:
    """In the number format that reviews are classified in."""
    copied = _copy(network)
    return copied.bfloat16() if is_bfloat16(precision) else copied.float()


def _copy(network: PreTrainedModel) -> PreTrainedModel:
    copied: Any = copy.deepcopy(network)  # the types of its `to` are lost on mypy
    return copied.to(best_device()).eval()

"""Running networks for their attention, batch by batch."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import torch
from transformers import PreTrainedModel

from review_sentiment.hardware import best_device
from review_sentiment.pipelines.reporting.attention_measures.value_norms import value_norms
from review_sentiment.pretrained_model import attention_as


@contextmanager
def ready(network: PreTrainedModel) -> Iterator[PreTrainedModel]:
    """The body of a network, float32, on the GPU where there is one, with attention that can be read."""
    body = cast(PreTrainedModel, copy.deepcopy(network.base_model).to(best_device(), torch.float32).eval())
    with torch.inference_mode(), attention_as(body, "eager"):
        yield body


def attend_batch(
    body: PreTrainedModel, ids: torch.Tensor, mask: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """The attention of a padded batch, by a network that is `ready`.

    Args:
        body: the network.
        ids: (reviews, tokens).
        mask: 1, and 0 where there is padding.

    Returns:
        Weights, (reviews, layers, heads, tokens, tokens), exactly 0 to padding; norms of values, (reviews,
        layers, heads, tokens).

    Raises:
        ReviewSentimentError: the network's layers are not laid out as BERT's and RoBERTa's are.
    """
    ids, mask = ids.to(body.device), mask.to(body.device)
    output = body(ids, attention_mask=mask, output_attentions=True, output_hidden_states=True)
    return torch.stack(output.attentions, dim=1), value_norms(body, output.hidden_states)


def randomise(network: PreTrainedModel, seed: int) -> PreTrainedModel:
    """A network of the same kind and configuration that has learned nothing: an encoder or a classifier."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return type(network)(copy.deepcopy(network.config)).eval()

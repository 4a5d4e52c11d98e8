"""Attention by plain matrix products, in fewer passes over its scores than transformers' "eager" takes."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.masking_utils import eager_mask

NAME = "plain"
"""what transformers knows it by"""


def plain_attention(  # noqa: PLR0913, PLR0917 - what transformers hands over
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float,
    dropout: float = 0.0,
    **_: Any,
) -> tuple[Tensor, Tensor]:
    """The output, (rows, tokens, heads, width of a head), and the weights, (rows, heads, tokens, tokens).

    Transformers' "eager" attention scales the scores, of long reviews several times as many numbers as the
    queries, and again their gradient. Here the queries are scaled.

    Args:
        module: the attention layer.
        query: (rows, heads, tokens, width of a head).
        key: the same shape.
        value: the same shape.
        attention_mask: 0, or the least number for tokens not to look at; broadcast over the scores.
        scaling: of the scores.
        dropout: share of the weights to leave out.
    """
    scores = torch.matmul(query * scaling, key.transpose(2, 3))
    if attention_mask is not None:
        scores = scores + attention_mask
    weights = nn.functional.dropout(scores.softmax(dim=-1), dropout, module.training)
    return torch.matmul(weights, value).transpose(1, 2).contiguous(), weights


AttentionInterface.register(NAME, plain_attention)
AttentionMaskInterface.register(NAME, eager_mask)

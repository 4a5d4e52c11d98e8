"""How much there is to what a token offers: the norm of its value as a head hands it on."""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import nn
from transformers import PreTrainedModel

from review_sentiment.errors import ReviewSentimentError


def value_norms(network: PreTrainedModel, hidden_states: tuple[torch.Tensor, ...]) -> torch.Tensor:
    """The norm of each token's transformed value, for every head of every layer.

    Kobayashi et al. (2020), "Attention is Not Only a Weight": a head adds alpha_ij f(x_j) to token i, with
    f(x) = (x W_V + b_V) W_O. So what token j contributes is as large as `weights * norms[..., None, :]` says,
    and a large weight on a value of next to no length does nothing.

    Args:
        network: an encoder or a classifier.
        hidden_states: of a forward pass: what enters the first layer, what leaves it, and so on, layers + 1
            of (reviews, tokens, width).

    Returns:
        (reviews, layers, heads, tokens); meaningless where there is padding.

    Raises:
        ReviewSentimentError: the network's layers are not laid out as BERT's and RoBERTa's are.
    """
    blocks = _attention_blocks(network)
    norms = [_layer(block, hidden) for block, hidden in zip(blocks, hidden_states[:-1], strict=True)]
    return torch.stack(norms, dim=1)


class _Block(NamedTuple):
    """What of a layer makes its values: two linear maps, and how many heads share them."""

    value: nn.Linear
    output: nn.Linear
    heads: int


def _layer(block: _Block, hidden: torch.Tensor) -> torch.Tensor:
    values = block.value(hidden).unflatten(-1, (block.heads, -1)).transpose(1, 2)
    # W_O = QR, and Q keeps lengths: R, heads x width x width, does instead of the whole projection
    projection = block.output.weight.T.unflatten(0, (block.heads, -1)).mT  # heads x hidden width x width
    triangles = torch.linalg.qr(projection, mode="r").R
    return (values @ triangles.mT).norm(dim=-1)


def _attention_blocks(network: PreTrainedModel) -> list[_Block]:
    encoder: Any = getattr(network.base_model, "encoder", None)
    try:
        layers = [layer.attention for layer in encoder.layer]
        return [_Block(at.self.value, at.output.dense, at.self.num_attention_heads) for at in layers]
    except AttributeError:
        raise ReviewSentimentError(
            f"The values of a {type(network).__name__} are not to be found: its layers are not laid out as "
            "BERT's and RoBERTa's are."
        ) from None

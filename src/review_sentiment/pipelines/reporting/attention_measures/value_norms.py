"""How much there is to what a token offers: the norm of its value as a head hands it on."""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import nn
from transformers import PreTrainedModel

from review_sentiment.errors import ReviewSentimentError


def value_norms(
    network: PreTrainedModel, input_ids: torch.Tensor, attention_mask: torch.Tensor | None = None
) -> torch.Tensor:
    """The norm of each token's transformed value, for every head of every layer.

    Kobayashi et al. (2020), "Attention is Not Only a Weight": a head adds alpha_ij f(x_j) to token i, with
    f(x) = (x W_V + b_V) W_O. So what token j contributes is as large as `weights * norms[..., None, :]` says,
    and a large weight on a value of next to no length does nothing.

    Args:
        network: an encoder or a classifier, in evaluation mode.
        input_ids: (tokens,), or padded (reviews, tokens).
        attention_mask: as `input_ids`: 1, and 0 where there is padding; all 1 by default.

    Returns:
        (layers, heads, tokens), or (reviews, layers, heads, tokens); meaningless where there is padding.

    Raises:
        ReviewSentimentError: the network's layers are not laid out as BERT's and RoBERTa's are.
    """
    one = input_ids.ndim == 1
    mask = torch.ones_like(input_ids) if attention_mask is None else attention_mask
    ids, mask = (input_ids[None], mask[None]) if one else (input_ids, mask)
    with torch.inference_mode():
        output = network.base_model(ids, attention_mask=mask, output_hidden_states=True)
        norms = norms_of_hidden_states(network, output.hidden_states)
    return norms[0] if one else norms


def norms_of_hidden_states(network: PreTrainedModel, hidden_states: tuple[torch.Tensor, ...]) -> torch.Tensor:
    """The same, of a forward pass that has been done.

    Args:
        network: as in `value_norms`.
        hidden_states: what enters the first layer, what leaves it, and so on: layers + 1 of
            (reviews, tokens, width).

    Returns:
        (reviews, layers, heads, tokens).
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

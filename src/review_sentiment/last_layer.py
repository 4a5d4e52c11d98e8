"""The last layer for those tokens alone that a head reads.

Of the last layer a classifier's head reads but the first token, and a masked-language model's those to be
guessed. Behind the attention of a layer each token goes its own way: for all others, three quarters of the
layer's products with weights are work for nothing. Where the first token alone attends, keys and values need
not be made of the others either. What the head gives and the gradients stay the same, up to rounding; dropout
inside the layer draws other random numbers.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack, nullcontext
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention
from transformers import PreTrainedModel

# architectures with the parts of BERT or RoBERTa under the same names, whose classifiers read the first token
LAID_OUT_AS_BERT = ("bert", "camembert", "roberta", "xlm-roberta")


def first_token_only(classifier: PreTrainedModel) -> AbstractContextManager[Any]:
    """Spares a classifier what its head doesn't read.

    From here on, the last hidden state is (reviews, 1, width), and the last layer's attention can't be read.

    Args:
        classifier: of any architecture; one that is none of `LAID_OUT_AS_BERT` is left as it is.

    Returns:
        A context that gives the layer all tokens back when it is left. It need not be entered.
    """
    if classifier.config.model_type not in LAID_OUT_AS_BERT:
        return nullcontext()
    attention = _last_attention(classifier.base_model)
    attention.self.forward = partial(_attend_from_first_token, attention.self)
    with ExitStack() as until_left:
        until_left.callback(delattr, attention.self, "forward")
        until_left.enter_context(attention.output.register_forward_pre_hook(_keep_first_token))
        return until_left.pop_all()


def encode_at(encoder: PreTrainedModel, positions: Tensor, **inputs: Tensor) -> Tensor:
    """The last hidden state at some positions, (positions, width).

    Args:
        encoder: of any architecture; one that is none of `LAID_OUT_AS_BERT` computes all of it.
        positions: counted through the rows of the batch, (positions,), int64.
        **inputs: the encoder's, (sequences, tokens) each.
    """
    if encoder.config.model_type not in LAID_OUT_AS_BERT:
        return encoder(**inputs).last_hidden_state.flatten(0, 1)[positions]
    keep = partial(_keep_positions, positions)
    with _last_attention(encoder).output.register_forward_pre_hook(keep):
        return encoder(**inputs).last_hidden_state[0]


def _last_attention(encoder: Any) -> Any:
    return encoder.encoder.layer[-1].attention


def _attend_from_first_token(
    attention: Any, hidden_states: Tensor, attention_mask: Tensor | None = None, **_: Any
) -> tuple[Tensor, None]:
    """What self-attention hands on for the first token, (reviews, 1, width), without its weights.

    A head's score of a token, q (K h + b), is (K' q) h and a q b that is the same for all tokens, so that it
    falls out of the softmax; what the head hands on, the weighted mean of V h + c, is V times the weighted
    mean of h, plus c. So K and V meet one vector a review, and not one a token; DeepSeek-V2 absorbs them in
    the same way to decode (2024, arXiv 2405.04434, section 2.1.2). The key bias b has no gradient, which is 0
    anyway, and the value bias c does not drop out.

    Args:
        attention: the `BertSelfAttention` in whose place this stands, or RoBERTa's.
        hidden_states: (reviews, tokens, width).
        attention_mask: (reviews, 1, tokens or 1, tokens), bool or to be added to scores.
        **_: what transformers hands on to attentions that cache.
    """
    heads = (attention.num_attention_heads, attention.attention_head_size)
    query = attention.query(hidden_states[:, 0]).unflatten(-1, heads)
    keys = attention.key.weight.unflatten(0, heads)  # (heads, width of a head, width)
    values = attention.value.weight.unflatten(0, heads)
    tokens = hidden_states[:, None]  # one head, whose queries are the heads of the first token
    seen = scaled_dot_product_attention(
        torch.einsum("rhd,hdw->rhw", query, keys)[:, None],
        tokens,
        tokens,
        attn_mask=None if attention_mask is None else attention_mask[:, :, :1],
        dropout_p=attention.dropout.p if attention.training else 0.0,
        scale=attention.scaling,
    )
    context = torch.einsum("rhw,hdw->rhd", seen[:, 0], values) + attention.value.bias.view(heads)
    return context.flatten(1)[:, None], None


def _keep_first_token(_: nn.Module, inputs: tuple[Tensor, Tensor]) -> tuple[Tensor, ...]:
    """Of what attention hands on and of what the layer was given, (reviews, 1 or tokens, width) each."""
    return tuple(tensor[:, :1] for tensor in inputs)


def _keep_positions(positions: Tensor, _: nn.Module, inputs: tuple[Tensor, Tensor]) -> tuple[Tensor, ...]:
    """The same as one sequence of those tokens, (1, positions, width)."""
    return tuple(tensor.flatten(0, 1)[positions][None] for tensor in inputs)

"""The last layer, behind its attention, for those tokens alone that a head reads.

Behind the attention of a layer each token goes its own way. Of the last layer a classifier's head reads but
the first token, and a masked-language model's those to be guessed: for all others, three quarters of the
layer's products with weights are work for nothing. What the head gives and the gradients stay the same, up
to rounding; dropout inside the layer draws other random numbers.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

from torch import Tensor, nn
from transformers import PreTrainedModel

# architectures with the parts of BERT or RoBERTa under the same names, whose classifiers read the first token
LAID_OUT_AS_BERT = ("bert", "camembert", "roberta", "xlm-roberta")


def first_token_only(classifier: PreTrainedModel) -> AbstractContextManager[Any]:
    """Spares a classifier what its head doesn't read.

    From here on, the last hidden state is (reviews, 1, width).

    Args:
        classifier: of any architecture; one that is none of `LAID_OUT_AS_BERT` is left as it is.

    Returns:
        A context that gives the layer all tokens back when it is left. It need not be entered.
    """
    if classifier.config.model_type not in LAID_OUT_AS_BERT:
        return nullcontext()
    return _behind_attention(classifier.base_model).register_forward_pre_hook(_keep_first_token)


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
    with _behind_attention(encoder).register_forward_pre_hook(keep):
        return encoder(**inputs).last_hidden_state[0]


def _behind_attention(encoder: Any) -> nn.Module:
    return encoder.encoder.layer[-1].attention.output


def _keep_first_token(_: nn.Module, inputs: tuple[Tensor, Tensor]) -> tuple[Tensor, ...]:
    """Of what attention gives and what the layer was given, each (reviews, tokens, width)."""
    return tuple(tensor[:, :1] for tensor in inputs)


def _keep_positions(positions: Tensor, _: nn.Module, inputs: tuple[Tensor, Tensor]) -> tuple[Tensor, ...]:
    """The same as one sequence of those tokens, (1, positions, width)."""
    return tuple(tensor.flatten(0, 1)[positions][None] for tensor in inputs)

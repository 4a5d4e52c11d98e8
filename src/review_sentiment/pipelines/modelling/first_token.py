"""The last layer, behind its attention, for the first token alone: all that a classifier's head reads."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from torch import Tensor, nn
from transformers import PreTrainedModel

# architectures of BERT's layout whose classifiers read the first token
FIRST_TOKEN_CLASSIFIERS = ("bert", "camembert", "electra", "roberta", "xlm-roberta")


def first_token_only(classifier: PreTrainedModel) -> AbstractContextManager[Any]:
    """Spares a classifier what its head doesn't read.

    Behind the attention of a layer each token goes its own way, and the head reads but the first token of the
    last layer: for all others, three quarters of the layer's products with weights are work for nothing.
    Logits and gradients stay the same, up to rounding; dropout inside the layers draws other random numbers.
    From here on, the last hidden state is (reviews, 1, width).

    Args:
        classifier: of any architecture; one that is none of `FIRST_TOKEN_CLASSIFIERS` is left as it is.

    Returns:
        A context that gives the layer all tokens back when it is left. It need not be entered.
    """
    if classifier.config.model_type not in FIRST_TOKEN_CLASSIFIERS:
        return nullcontext()
    body: Any = classifier.base_model
    return body.encoder.layer[-1].attention.output.register_forward_pre_hook(_keep_first_token)


def _keep_first_token(_: nn.Module, inputs: tuple[Tensor, Tensor]) -> tuple[Tensor, ...]:
    """Of what attention gives and what the layer was given, each (reviews, tokens, width)."""
    return tuple(tensor[:, :1] for tensor in inputs)

"""A network and its tokenizer: the pair that `save_pretrained` keeps and every pipeline hands on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from review_sentiment.annotations import PreTrainedModel, PreTrainedTokenizerBase


@dataclass(frozen=True)
class PretrainedModel:
    """An encoder or a classifier with the tokenizer whose token ids it reads."""

    network: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase


def copy_weights(source: PreTrainedModel, target: PreTrainedModel) -> None:
    """Gives one encoder the weights of another; a pooler that only one of them has is no hindrance.

    Raises:
        ValueError: one of them has other weights that the other lacks.
    """
    outcome = target.load_state_dict(source.state_dict(), strict=False)
    foreign = [key for key in outcome.missing_keys + outcome.unexpected_keys if not key.startswith("pooler.")]
    if foreign:
        raise ValueError(f"The encoders do not share these weights: {', '.join(foreign)}")


@contextmanager
def attention_as(network: PreTrainedModel, implementation: str) -> Iterator[PreTrainedModel]:
    """Runs a network with another attention, by transformers' name for it, and puts its own back."""
    before = network.config._attn_implementation
    network.set_attn_implementation(implementation)
    try:
        yield network
    finally:
        network.set_attn_implementation(before)

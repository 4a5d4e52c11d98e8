"""A network and its tokenizer: the pair that `save_pretrained` keeps and every pipeline hands on."""

from __future__ import annotations

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

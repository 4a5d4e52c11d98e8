"""A network and its tokenizer: the pair that `save_pretrained` keeps and every pipeline hands on."""

from __future__ import annotations

from dataclasses import dataclass

from review_sentiment.annotations import PreTrainedModel, PreTrainedTokenizerBase


@dataclass(frozen=True)
class PretrainedModel:
    """An encoder or a classifier with the tokenizer whose token ids it reads."""

    network: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase

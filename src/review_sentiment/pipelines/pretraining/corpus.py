"""The texts that an encoder learns from as a masked-language model, and those it is measured on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from transformers import PreTrainedTokenizerBase

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.pretraining.masked_sequences import MaskedSequences
from review_sentiment.pipelines.pretraining.masking import MaskingVocabulary
from review_sentiment.pipelines.pretraining.packing import pack_texts
from review_sentiment.pipelines.pretraining.params import MaskedLanguageModelParams

FEWEST_TEXTS = 2


@dataclass(frozen=True)
class Corpus:
    """Masked sequences: those to train on, and held-out ones, whose masks are always the same."""

    train: MaskedSequences
    held_out: MaskedSequences

    @classmethod
    def of(
        cls,
        texts: list[str],
        tokenizer: PreTrainedTokenizerBase,
        recipe: MaskedLanguageModelParams,
        seed: int,
    ) -> Self:
        """That of some texts.

        Raises:
            ReviewSentimentError: there are too few texts, or nothing in them to guess.
        """
        vocabulary = MaskingVocabulary.of(tokenizer)
        train, held_out = (
            pack_texts(part, tokenizer, recipe.max_tokens)
            for part in hold_out(texts, recipe.held_out_fraction, seed)
        )
        if not len(train) or not len(held_out):
            raise ReviewSentimentError("The texts hold no token that a masked-language model could guess.")
        fraction = recipe.masked_fraction
        return cls(
            MaskedSequences(train, vocabulary, masking=recipe.masking, fraction=fraction, seed=seed),
            MaskedSequences(held_out, vocabulary, masking="static", fraction=fraction, seed=seed),
        )


def hold_out(texts: list[str], fraction: float, seed: int) -> tuple[list[str], list[str]]:
    """The texts to train on and those to measure on, at least one of each, both in their order.

    Raises:
        ReviewSentimentError: there are too few to divide.
    """
    if len(texts) < FEWEST_TEXTS:
        raise ReviewSentimentError(
            f"There are {len(texts)} texts to train a masked-language model on; it takes {FEWEST_TEXTS}."
        )
    size = min(max(1, round(fraction * len(texts))), len(texts) - 1)
    chosen = set(np.random.default_rng(seed).permutation(len(texts))[:size].tolist())
    return (
        [text for index, text in enumerate(texts) if index not in chosen],
        [texts[index] for index in sorted(chosen)],
    )

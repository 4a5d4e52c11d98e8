"""The attention that a network paid to one review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from review_sentiment.word_level import merge_into_words

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Attention:
    """Every attention weight of one review: `weights[layer, head, i, j]` is what token i gave to token j.

    Layers and heads are counted from 0. Each row, over j, sums to 1.
    """

    weights: np.ndarray
    """(layers, heads, tokens, tokens), float32"""
    tokens: tuple[str, ...]
    """the tokens as a person reads them; "##" marks one that continues a word"""
    probability: float
    """of the review being positive, by the classifier whose attention this is"""
    text: str
    """the review as it was given"""
    words: tuple[str, ...]
    """what was read of it as words, the same for every tokenizer; "[start]" and "[end]" around them"""
    word_of_token: np.ndarray
    """the number of each token's word, (tokens,), int64"""
    label: int | None = None
    """0 negative, 1 positive, where it is known"""

    @property
    def word_weights(self) -> np.ndarray:
        """What word i gave to word j, (layers, heads, words, words); rows sum to 1."""
        return merge_into_words(self.weights, self.word_of_token)

"""What of a review a network reads: its tokens, and the words that they are parts of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from transformers import PreTrainedTokenizerBase

from review_sentiment.pipelines.modelling.params import Truncation
from review_sentiment.pipelines.modelling.truncation import kept_positions
from review_sentiment.word_level import find_words


@dataclass(frozen=True)
class ReadReview:
    """The tokens of one review, after cutting."""

    input_ids: np.ndarray
    """(tokens,), int64; the first and the last are special"""
    positions: np.ndarray
    """of these tokens among all tokens of the text, (tokens,)"""
    words: tuple[str, ...]
    """the words that have tokens here, the special ones included (see `find_words`)"""
    word_of_token: np.ndarray
    """(tokens,)"""


def read_review(
    tokenizer: PreTrainedTokenizerBase, text: str, max_tokens: int, truncation: Truncation = "head"
) -> ReadReview:
    """The tokens and words of a text, `max_tokens` at most (cut as `tokenize` does)."""
    encoded = tokenizer(text, split_special_tokens=True, return_offsets_mapping=True, verbose=False)
    words, word_of_token = find_words(text, encoded["offset_mapping"])
    kept = kept_positions(len(word_of_token), max_tokens, truncation)
    read, word_of_token = np.unique(word_of_token[kept], return_inverse=True)
    return ReadReview(
        input_ids=np.array(encoded["input_ids"], dtype=np.int64)[kept],
        positions=kept,
        words=tuple(words[word] for word in read),
        word_of_token=word_of_token,
    )

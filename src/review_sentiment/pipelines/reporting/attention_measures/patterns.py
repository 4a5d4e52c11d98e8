"""What a head may look at, as pairs of tokens: from which to which."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from review_sentiment.pipelines.reporting.negations import CONTRACTIONS
from review_sentiment.pipelines.reporting.reading import ReadReview

# the measures of mass, in the order of the patterns
PATTERNS = ("first", "separator", "punctuation", "self", "previous", "next", "polarity", "negation")

# words after a negation that are inside it; punctuation is not counted
SCOPE = 3


def make_patterns(
    review: ReadReview, polarity_words: Collection[str], negations: Collection[str]
) -> np.ndarray:
    """The pairs of tokens (i, j) whose weights make each of `PATTERNS`, (patterns, tokens, tokens), float32.

    A pair counts one over the number of tokens i that there are, so that the sum of weights times pattern is
    the mass on tokens j, averaged over tokens i, special ones among both:

    - first, separator: from any token to the first, to the last one of the review ([CLS], [SEP]; <s>, </s>);
    - punctuation, polarity: from any token to those of words without a letter or digit, of polarity words;
    - self: from any token to itself;
    - previous, next: from any token but the first to the one before it, but the last to the one after it;
    - negation: from the tokens of the `SCOPE` words after a negation to those of the negation. A review
      without any has missing values (NaN) here.

    Args:
        review: what a network reads of it.
        polarity_words: normalised.
        negations: normalised words that negate, beside contractions.
    """
    n = len(review.input_ids)
    words = [normalise(word) for word in review.words[1:-1]]
    inner = review.word_of_token[1:-1] - 1
    marks, polar = np.zeros((2, n), dtype=bool)
    marks[1:-1] = np.array([is_punctuation(word) for word in words], dtype=bool)[inner]
    polar[1:-1] = np.array([word in polarity_words for word in words], dtype=bool)[inner]
    places = np.arange(n)
    pairs = [places == 0, places == n - 1, marks, np.eye(n), np.eye(n, k=-1), np.eye(n, k=1), polar]
    whole = [np.broadcast_to(pair, (n, n)) for pair in pairs]
    patterns = np.stack([*whole, _inside_negations(words, inner, negations)]).astype(np.float32)
    senders = np.full(len(PATTERNS), n, dtype=np.float32)
    senders[[PATTERNS.index("previous"), PATTERNS.index("next")]] = n - 1
    senders[-1] = patterns[-1].any(axis=-1).sum()
    patterns[-1, :, :] = np.nan if senders[-1] == 0 else patterns[-1]
    return patterns / senders.clip(min=1)[:, None, None]


def normalise(word: str) -> str:
    """A word as exploration counts them: lower-case, plain apostrophes, none around it."""
    return word.lower().replace("\u2019", "'").strip("'") or word


def is_punctuation(word: str) -> bool:
    """Whether a word has no letter and no digit."""
    return not any(character.isalnum() for character in word)


def is_negation(word: str, negations: Collection[str]) -> bool:
    """Whether a normalised word negates: one of the negations or a contraction, apostrophe or not."""
    return word in negations or word in CONTRACTIONS or word.endswith("n't")


def _inside_negations(words: list[str], inner: np.ndarray, negations: Collection[str]) -> np.ndarray:
    n = len(inner) + 2
    pairs = np.zeros((n, n), dtype=bool)
    spoken = [number for number, word in enumerate(words) if not is_punctuation(word)]
    for place, number in enumerate(spoken):
        if is_negation(words[number], negations):
            inside = np.isin(inner, spoken[place + 1 : place + 1 + SCOPE])
            pairs[1:-1, 1:-1] |= inside[:, None] & (inner == number)
    return pairs

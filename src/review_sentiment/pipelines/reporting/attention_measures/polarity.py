"""Words that tell the classes apart."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from review_sentiment.pipelines.exploration.words import is_stop_word
from review_sentiment.pipelines.reporting.attention_measures.patterns import is_negation


def pick_words(statistics: pd.DataFrame, per_class: int, negations: Collection[str]) -> frozenset[str]:
    """The most telling words of each class, by the training reviews alone: no lexicon, so "movie" may be one.

    Stop words are left out, and negations, which have a measure of their own.

    Args:
        statistics: `word` and `z_score`, above 0 where positive reviews use the word more.
        per_class: how many; fewer where a class has fewer.
        negations: normalised words that negate, beside contractions.
    """
    ignored = statistics["word"].map(lambda word: is_stop_word(word) or is_negation(word, negations))
    scores = statistics[~ignored].set_index("word")["z_score"]
    positive, negative = scores[scores > 0], scores[scores < 0]
    return frozenset(positive.nlargest(per_class).index) | frozenset(negative.nsmallest(per_class).index)

"""Words: what counts as one, how often each class uses it, and which tell the classes apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd

from review_sentiment import terms
from review_sentiment.errors import ReviewSentimentError

SENTIMENTS = list(terms.SENTIMENTS)  # a list picks columns

# Letters of any alphabet, with apostrophes between them: "don't" is one word, quotes are left off.
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")

# The project's own list: words that hold sentences together. Missing on purpose are negations
# ("not", "no", "never", "don't") and "too": reviews pass their verdict with them.
FUNCTION_WORDS = """
    a an the this that these those such
    i me my mine myself we us our ours you your yours yourself he him his himself she her hers
    herself it its itself they them their theirs themselves one who whom whose which what
    and or but if while because although though than as so
    of to in for on with at by from into about over under between through during before after
    up down out off onto upon against around along across within toward towards
    am is are was were be been being have has had having do does did doing done
    will would shall should can could may might must
    there here when where why how then now again once
    all any both each few more most much many other another some same own every
    very just only even also still yet ever rather quite
"""
STOP_WORDS = frozenset(FUNCTION_WORDS.split())


def split_words(text: str) -> list[str]:
    """The words of a text in their order, lower-cased, without numbers and punctuation."""
    return WORD.findall(text.lower().replace("\u2019", "'"))


def is_stop_word(word: str) -> bool:
    """Whether a word is a stop word, or one with an ending: "it's", "he'll", but not "don't"."""
    stem, _, ending = word.partition("'")
    return stem in STOP_WORDS and ending != "t"


def count_words(reviews: pd.DataFrame) -> pd.DataFrame:
    """How often each class uses each word, most frequent words first.

    Args:
        reviews: `review` and `sentiment`.

    Returns:
        One row a word: `word`, `negative` and `positive` (occurrences, repetitions within a review
        included). Words that are equally frequent stand in alphabetical order.
    """
    counts = pd.DataFrame(
        {name: _count(reviews.loc[reviews["sentiment"] == name, "review"]) for name in SENTIMENTS}
    )
    counts = counts.fillna(0).astype("int64").rename_axis("word").sort_index()
    by_frequency = counts.sum(axis=1).sort_values(ascending=False, kind="stable").index
    return counts.loc[by_frequency].reset_index()


def _count(texts: Iterable[str]) -> pd.Series:
    return pd.Series(Counter(word for text in texts for word in split_words(text)), dtype="int64")


def compare_classes(counts: pd.DataFrame, prior_weight: float) -> pd.DataFrame:
    """How far, and how surely, the odds of each word differ between the classes.

    Log-odds ratio with an informative Dirichlet prior: Monroe, Colaresi and Quinn (2008), "Fightin'
    Words: Lexical Feature Selection and Evaluation for Identifying the Content of Political
    Conflict", Political Analysis 16(4), equations 16 to 22. With y a word's count in a class, n the
    sum of y over all words, and a the word's pseudo-counts (a0 in sum):

        delta    = log((y+ + a) / (n+ + a0 - y+ - a)) - log((y- + a) / (n- + a0 - y- - a))
        variance = 1 / (y+ + a) + 1 / (y- + a)
        z        = delta / sqrt(variance)

    A plain ratio of frequencies would put words on top that one reviewer used once. The prior
    expects either class to use a word as both together do: a rare word needs evidence to leave 0.

    Args:
        counts: `negative` and `positive`, one row a word, all words of the reviews.
        prior_weight: a is this share of the word's count over both classes.

    Returns:
        `log_odds` (delta, natural logarithm) and `z_score`, above 0 where positive reviews use the
        word more; rows and index as in `counts`.

    Raises:
        ReviewSentimentError: a class has no words, or all words are the same one.
    """
    _check_comparable(counts)
    prior = prior_weight * counts[SENTIMENTS].sum(axis=1)
    smoothed = counts[SENTIMENTS].add(prior, axis="index")  # words x 2
    logits = np.log(smoothed / (smoothed.sum() - smoothed))
    log_odds = logits["positive"] - logits["negative"]
    z_scores = log_odds / np.sqrt((1 / smoothed).sum(axis=1))
    return pd.DataFrame({"log_odds": log_odds, "z_score": z_scores})


def _check_comparable(counts: pd.DataFrame) -> None:
    totals = counts[SENTIMENTS].sum()
    if len(counts) < 2 or (totals == 0).any():  # noqa: PLR2004
        raise ReviewSentimentError(
            "Telling words need two different words and both classes in the training reviews; "
            f"found: {len(counts)} different, {totals['negative']} in negative reviews, "
            f"{totals['positive']} in positive ones."
        )

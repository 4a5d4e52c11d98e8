"""Accuracy of kinds of reviews, each with its Wilson interval."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from review_sentiment.pipelines.reporting.alignment import refuse_other_reviews
from review_sentiment.pipelines.reporting.metrics import accuracy
from review_sentiment.pipelines.reporting.negations import CONTRACTIONS

WITH, WITHOUT = "with", "without"
# more kinds than these are no longer read: a scale of 0 to 100 is taken in tens
MOST_RATINGS = 12
FIGURES = ["reviews", "accuracy", "accuracy_low", "accuracy_high"]


def by_negation(predictions: pd.DataFrame, reviews: pd.DataFrame, words: list[str]) -> pd.DataFrame:
    """Accuracy of the reviews that hold a negation word and of those that don't.

    What is negated is not looked at: "no masterpiece" and "no end of fun" count alike.

    Returns:
        A row for each of both that has reviews: `negation` ("with" or "without"), `reviews`, `accuracy` and
        its interval.

    Raises:
        ReviewSentimentError: the predictions are of other reviews.
    """
    refuse_other_reviews(predictions, reviews)
    negated = reviews.set_index("review_id")["review"].map(lambda text: holds_negation(text, words))
    return _measure(predictions, negated.map({True: WITH, False: WITHOUT}).rename("negation"))


def holds_negation(text: str, words: list[str]) -> bool:
    """Whether the text has one of the words, in any case, or one that ends in n't, apostrophe or not."""
    either = "|".join(map(re.escape, [*words, *CONTRACTIONS]))
    return re.search(rf"\b(?:{either})\b|n['\u2019]t\b", text, re.IGNORECASE) is not None


def by_rating(predictions: pd.DataFrame, reviews: pd.DataFrame) -> pd.DataFrame:
    """Accuracy by the rating that came with a review, rounded, and halves up.

    To whole numbers, or to tens, hundreds and so on where there were more than a dozen of them.

    Returns:
        A row for each rating: `rating`, `reviews`, `accuracy` and its interval; no rows where no rating is
        known.

    Raises:
        ReviewSentimentError: the predictions are of other reviews.
    """
    refuse_other_reviews(predictions, reviews)
    rated = reviews.set_index("review_id").get("rating", pd.Series(dtype="float64")).dropna()
    step = 1
    # round() takes halves to the even number: of half stars, some kinds would hold three and some one
    while (rounded := np.floor(rated / step + 0.5) * step).nunique() > MOST_RATINGS:
        step *= 10
    return _measure(predictions, rounded.map(int).rename("rating"))


def _measure(predictions: pd.DataFrame, kind: pd.Series) -> pd.DataFrame:
    """A row for each kind, in their order.

    Args:
        predictions: of a model.
        kind: of reviews, indexed by `review_id`; those without one are left out.
    """
    kinds = predictions["review_id"].map(kind).dropna().astype(kind.dtype)
    groups = predictions.loc[kinds.index].groupby(kinds)
    rows = [{kind.name: value, "reviews": len(rows), **accuracy(rows)} for value, rows in groups]
    return pd.DataFrame(rows, columns=[kind.name, *FIGURES])

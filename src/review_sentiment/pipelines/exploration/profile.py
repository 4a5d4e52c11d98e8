"""The reviews in numbers: how many, of which class, how long, how many removed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.data_processing.duplicates import normalise
from review_sentiment.pipelines.exploration import words
from review_sentiment.terms import SPLITS

SIZES = ("words", "characters")


def find_splits(review_ids: pd.Series, splits: dict[str, pd.DataFrame]) -> pd.Series:
    """The name of the split that each review stands in, in the order of `review_ids`.

    Raises:
        ReviewSentimentError: a review stands in no split or in two, or a split has one of its own.
    """
    split_of = pd.concat([pd.Series(name, rows["review_id"]) for name, rows in splits.items()])
    strays = sorted(set(review_ids) ^ set(split_of.index))
    strays += sorted(split_of.index[split_of.index.duplicated()])
    if strays:
        raise ReviewSentimentError(
            f"Every review of `reviews` must stand in exactly one of {', '.join(splits)}, and "
            f"{len(strays)} do not, the first with the review_id {strays[0]!r}. "
            "Are they of the same run? `kedro run --pipelines data_processing` makes them anew."
        )
    return review_ids.map(split_of)


def describe(reviews: pd.DataFrame) -> dict[str, Any]:
    """One row of the profile: counts, share of positive reviews, sizes.

    Args:
        reviews: `text` (normalised), `sentiment`, `words` and `characters`.
    """
    negative, positive = ((reviews["sentiment"] == name).sum() for name in ("negative", "positive"))
    row: dict[str, Any] = {
        "reviews": len(reviews),
        "negative": negative,
        "positive": positive,
        "positive_share": round(positive / len(reviews), 4) if len(reviews) else float("nan"),
        "duplicates": reviews["text"][reviews["text"] != ""].duplicated().sum(),
        "missing": ((reviews["text"] == "") | reviews["sentiment"].isna()).sum(),
    }
    for size in SIZES:
        row[f"{size}_mean"] = round(reviews[size].mean(), 1)
        row[f"{size}_median"] = reviews[size].median()
        row[f"{size}_p95"] = reviews[size].quantile(0.95, interpolation="higher")
        row[f"{size}_max"] = reviews[size].max()
    return row


def normalise_texts(texts: pd.Series) -> pd.Series:
    """The texts as data_processing compares them, "" where there is none."""
    return texts.map(normalise, na_action="ignore").fillna("").str.strip()


def measure(
    reviews: pd.DataFrame,
    train_reviews: pd.DataFrame,
    validation_reviews: pd.DataFrame,
    test_reviews: pd.DataFrame,
) -> pd.DataFrame:
    """The split and the size of each review (see the node `measure_reviews`)."""
    splits = {"train": train_reviews, "validation": validation_reviews, "test": test_reviews}
    texts = reviews["review"].fillna("")
    return pd.DataFrame(
        {
            "review_id": reviews["review_id"],
            "split": find_splits(reviews["review_id"], splits),
            "sentiment": reviews["sentiment"],
            "words": [len(words.split_words(text)) for text in texts],
            "characters": texts.str.len(),
        }
    )


def summarise(
    reviews: pd.DataFrame, review_sizes: pd.DataFrame, removed_reviews: pd.DataFrame
) -> pd.DataFrame:
    """The reviews in numbers (see the node `profile_reviews`)."""
    texts = normalise_texts(reviews.set_index("review_id")["review"])
    measured = review_sizes.assign(text=review_sizes["review_id"].map(texts))
    parts = {name: measured[measured["split"] == name] for name in SPLITS}
    parts["total"] = measured
    rows = [{"part": name, **describe(part)} for name, part in parts.items()]
    removed = "removed: " + removed_reviews["reason"].astype("str")
    table = pd.concat(
        [pd.DataFrame(rows), removed_reviews.assign(part=removed).drop(columns="reason")],
        ignore_index=True,
    )
    # Whole numbers stay whole beside the gaps of the removed: 12, not 12.0.
    return table.convert_dtypes()

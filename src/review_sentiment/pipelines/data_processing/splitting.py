"""Dividing the reviews into those to learn from, to choose by and to measure on."""

from __future__ import annotations

import math

import pandas as pd

from review_sentiment.errors import ReviewSentimentError

Splits = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def check_classes(reviews: pd.DataFrame) -> None:
    """Refuses reviews that are all of one class, or none at all."""
    found = sorted(reviews["sentiment"].unique())
    if found != ["negative", "positive"]:
        raise ReviewSentimentError(
            f"The {len(reviews):,} usable reviews are {' and '.join(found) or 'none'}; "
            "a classifier needs both negative and positive ones."
        )


def draw_split(reviews: pd.DataFrame, validation_fraction: float, test_fraction: float, seed: int) -> Splits:
    """Three random splits with the same share of each class."""
    rest, test = _set_aside(reviews, test_fraction, seed, "test")
    train, validation = _set_aside(rest, validation_fraction / (1 - test_fraction), seed, "validation")
    return train, validation, test


def follow_given_split(reviews: pd.DataFrame, validation_fraction: float, seed: int) -> Splits:
    """The splits that the table names; without validation rows, some training rows become that."""
    given = {
        name: reviews.loc[reviews["split"] == name].drop(columns="split").reset_index(drop=True)
        for name in ("train", "validation", "test")
    }
    for name in ("train", "test"):
        if given[name]["sentiment"].nunique() < 2:  # noqa: PLR2004 - both classes
            raise ReviewSentimentError(
                f"Column `split` names {len(given[name]):,} usable {name} rows; "
                f"the {name} split needs negative and positive ones."
            )
    if len(given["validation"]):
        return given["train"], given["validation"], given["test"]
    train, validation = _set_aside(given["train"], validation_fraction, seed, "validation")
    return train, validation, given["test"]


def _set_aside(
    reviews: pd.DataFrame, fraction: float, seed: int, name: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What stays and what goes to the split `name`, both in the table's order."""
    from sklearn.model_selection import train_test_split

    fewest = reviews["sentiment"].value_counts().min()
    # one review of the rarer class for the split, and one that stays
    needed = max(math.ceil(1 / fraction), math.ceil(1 / (1 - fraction)))
    if fewest < needed:
        raise ReviewSentimentError(
            f"{len(reviews):,} reviews are too few to set {fraction:.0%} of them aside for {name}: "
            f"the rarer class has {fewest:,} and needs at least {needed:,}."
        )
    stay, go = train_test_split(
        reviews.index, test_size=fraction, stratify=reviews["sentiment"], random_state=seed
    )
    return (
        reviews.loc[sorted(stay)].reset_index(drop=True),
        reviews.loc[sorted(go)].reset_index(drop=True),
    )

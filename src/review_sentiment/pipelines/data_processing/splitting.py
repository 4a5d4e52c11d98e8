"""Dividing the reviews into those to learn from, to choose by and to measure on."""

from __future__ import annotations

import math

from review_sentiment.annotations import DataFrame
from review_sentiment.errors import ReviewSentimentError
from review_sentiment.terms import SENTIMENTS, SPLITS

Splits = tuple[DataFrame, DataFrame, DataFrame]


def check_classes(reviews: DataFrame) -> None:
    """Refuses reviews that are all of one class, or none at all."""
    found = sorted(reviews["sentiment"].unique())
    if found != list(SENTIMENTS):
        raise ReviewSentimentError(
            f"The {len(reviews):,} usable reviews are {' and '.join(found) or 'none'}; "
            "a classifier needs both negative and positive ones."
        )


def draw_split(reviews: DataFrame, validation_fraction: float, test_fraction: float, seed: int) -> Splits:
    """Three random splits with the same share of each class."""
    train_fraction = 1 - validation_fraction - test_fraction
    _check_size(reviews, train=train_fraction, validation=validation_fraction, test=test_fraction)
    test_size, validation_size = _share(reviews, test_fraction), _share(reviews, validation_fraction)
    left = len(reviews) - test_size - validation_size
    if left < len(SENTIMENTS):
        raise ReviewSentimentError(
            f"Of {len(reviews):,} reviews, {validation_size:,} for validation and {test_size:,} for the test "
            f"leave {left} to learn from: lower `validation_fraction` or `test_fraction`."
        )
    rest, test = _set_aside(reviews, test_size, seed)
    train, validation = _set_aside(rest, validation_size, seed)
    return train, validation, test


def follow_given_split(reviews: DataFrame, validation_fraction: float, seed: int) -> Splits:
    """The splits that the table names; without validation rows, some training rows become that."""
    given = {
        name: reviews.loc[reviews["split"] == name].drop(columns="split").reset_index(drop=True)
        for name in SPLITS
    }
    for name, rows in given.items():
        optional = name == "validation" and rows.empty
        if rows["sentiment"].nunique() < len(SENTIMENTS) and not optional:
            raise ReviewSentimentError(
                f"Column `split` names {len(rows):,} usable {name} rows{_say_class(rows)}; "
                f"the {name} split needs negative and positive ones."
            )
    if len(given["validation"]):
        return given["train"], given["validation"], given["test"]
    _check_size(given["train"], train=1 - validation_fraction, validation=validation_fraction)
    train, validation = _set_aside(given["train"], _share(given["train"], validation_fraction), seed)
    return train, validation, given["test"]


def _say_class(rows: DataFrame) -> str:
    return f", all {rows['sentiment'].iloc[0]}" if len(rows) else ""


def _share(reviews: DataFrame, fraction: float) -> int:
    # the rounding takes away what 0.1 lacks of a tenth in binary
    return math.ceil(round(fraction * len(reviews), 6))


def _check_size(reviews: DataFrame, **fractions: float) -> None:
    """Refuses reviews of which the smallest split would not get one of each class."""
    name, fraction = min(fractions.items(), key=lambda item: item[1])
    fewest = reviews["sentiment"].value_counts().min()
    needed = math.ceil(round(1 / fraction, 6))
    if fewest < needed:
        raise ReviewSentimentError(
            f"{len(reviews):,} reviews are too few for a {name} split of {fraction:.0%}: "
            f"the rarer class has {fewest:,} and needs at least {needed:,}."
        )


def _set_aside(reviews: DataFrame, size: int, seed: int) -> tuple[DataFrame, DataFrame]:
    """What stays, and the `size` reviews that go, both in the table's order."""
    from sklearn.model_selection import train_test_split

    stay, go = train_test_split(
        reviews.index, test_size=size, stratify=reviews["sentiment"], random_state=seed
    )
    return (
        reviews.loc[sorted(stay)].reset_index(drop=True),
        reviews.loc[sorted(go)].reset_index(drop=True),
    )

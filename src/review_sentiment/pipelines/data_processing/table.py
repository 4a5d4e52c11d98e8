"""The columns of a raw table: which there are, and what each may hold."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from decimal import Decimal
from numbers import Real

import pandas as pd

from review_sentiment.errors import ReviewSentimentError, show
from review_sentiment.terms import SPLITS

logger = logging.getLogger(__name__)

REQUIRED = ("review", "sentiment")
OPTIONAL = ("id", "rating", "split")
MOST_NAMES = 10
LARGEST = sys.float_info.max
LABELS = {
    "negative": "negative",
    "neg": "negative",
    "0": "negative",
    "0.0": "negative",
    "positive": "positive",
    "pos": "positive",
    "1": "positive",
    "1.0": "positive",
}


def standardise(raw_reviews: pd.DataFrame) -> pd.DataFrame:
    """The table in the project's terms (see the node `check_table`)."""
    columns = pick_columns(raw_reviews)
    needed = has_text(columns["review"])
    checked = pd.DataFrame(
        {
            "review_id": identify(columns, needed),
            "review": read_texts(columns["review"]),
            "sentiment": read_labels(columns["sentiment"], needed),
        }
    )
    if "rating" in columns:
        checked["rating"] = read_ratings(columns["rating"])
    if "split" in columns:
        checked["split"] = read_splits(columns["split"], needed)
    return checked


def pick_columns(raw_reviews: pd.DataFrame, required: tuple[str, ...] = REQUIRED) -> pd.DataFrame:
    """The columns with a meaning, under their own names, as plain objects, rows numbered from 0."""
    names = raw_reviews.columns.map(lambda name: str(name).strip().lower())
    columns = raw_reviews.set_axis(names, axis="columns").reset_index(drop=True)
    for name in required + OPTIONAL:
        count = list(names).count(name)
        if count > 1 or (count == 0 and name in required):
            allowed = "exactly one column" if name in required else "at most one column"
            raise ReviewSentimentError(
                f"The table needs {allowed} `{name}`. Its columns are: {_enumerate(raw_reviews.columns)}."
            )
    if columns.empty:
        raise ReviewSentimentError("The table has a header and no rows.")
    ignored = [name for name in names if name not in required + OPTIONAL]
    if ignored:
        logger.warning("Ignored columns: %s", _enumerate(ignored))
    # whatever type a column has (categories, Arrow's, nullable ones), each value is read as it stands
    return columns[[name for name in required + OPTIONAL if name in columns]].astype(object)


def identify(columns: pd.DataFrame, needed: pd.Series) -> pd.Series:
    """The reviews' own identifiers where they are complete and unique, else their row numbers.

    A row that needs none, as it holds no review, and has none of its own is called "row" and its number.
    """
    row_numbers = pd.Series(range(1, len(columns) + 1)).astype(str)
    if "id" not in columns:
        return row_numbers
    identifiers, named = _read_identifiers(columns["id"]), has_text(columns["id"])
    missing, repeated = (needed & ~named).sum(), identifiers[needed & named].duplicated().sum()
    if missing or repeated:
        logger.warning(
            "`id` is missing in %s rows and repeats another in %s: row numbers identify the reviews",
            f"{missing:,}",
            f"{repeated:,}",
        )
        return row_numbers
    has_its_own = named & ~identifiers.duplicated(keep=False)
    filled = identifiers.where(needed | has_its_own, "row " + row_numbers)
    return filled if filled.is_unique else row_numbers


def has_text(column: pd.Series) -> pd.Series:
    """Whether each review holds more than white space."""
    return column.notna() & (_as_text(column).str.strip() != "")


def read_texts(column: pd.Series) -> pd.Series:
    """The reviews as text; a table of numbers is refused, it is never what was meant."""
    _refuse(column, column.notna() & ~column.map(_can_be_text), "text")
    present = column.dropna()
    if len(present) and pd.to_numeric(_as_text(present), errors="coerce").notna().all():
        raise ReviewSentimentError(
            f"Column `review` holds nothing but numbers, such as {_show(present, 0)}; expected is text."
        )
    return _as_text(column)


def read_labels(column: pd.Series, needed: pd.Series) -> pd.Series:
    """Each label as "negative" or "positive"; it may be missing where no review needs it."""
    labels = _plain(column).map(LABELS)
    _refuse(column, labels.isna() & needed, "positive / negative, pos / neg or 1 / 0")
    return labels


def read_splits(column: pd.Series, needed: pd.Series) -> pd.Series:
    """Each row's split, in lower case; it may be missing where no review needs it."""
    splits = _plain(column)
    _refuse(column, ~splits.isin(SPLITS) & (needed | (splits.notna() & (splits != ""))), " / ".join(SPLITS))
    return splits


def read_ratings(column: pd.Series) -> pd.Series:
    """Each rating as a number, missing where it is empty."""
    ratings = pd.to_numeric(column.where(column.map(_can_be_text)), errors="coerce").astype("float64")
    _refuse(column, ~ratings.between(-LARGEST, LARGEST) & column.notna(), "a number or nothing")
    return ratings


def _read_identifiers(column: pd.Series) -> pd.Series:
    """As text; whole numbers of which a gap among them has made fractions are whole again."""
    present = column.dropna()
    if len(present) < len(column) and all(isinstance(own, float) and own.is_integer() for own in present):
        return column.map(lambda own: str(int(own)), na_action="ignore").astype("str")
    return _as_text(column)


def _plain(column: pd.Series) -> pd.Series:
    return _as_text(column).str.strip().str.lower()


def _as_text(column: pd.Series) -> pd.Series:
    # `astype` would decode bytes, and fail at some
    return column.map(str, na_action="ignore").astype("str")


def _refuse(column: pd.Series, bad: pd.Series, expected: str) -> None:
    if bad.any():
        first = int(bad.to_numpy().argmax())
        value = "empty" if column.isna().iloc[first] else _show(column, first)
        raise ReviewSentimentError(
            f"Column `{column.name}`, row {first + 1} (the first below the header is 1): {value}; "
            f"expected is {expected}. Rows like it: {bad.sum():,} of {len(bad):,}."
        )


def _can_be_text(value: object) -> bool:
    return isinstance(value, str | Real | Decimal) and not isinstance(value, bool)


def _show(column: pd.Series, row: int) -> str:
    """The value as it stands in the table, not as NumPy calls it."""
    return show(column.astype(object).iloc[row])


def _enumerate(names: Iterable[object]) -> str:
    """The first names of columns: of a file that is no table there can be thousands."""
    shown = [show(str(name)) for name in names]
    rest = f" and {len(shown) - MOST_NAMES:,} more" if len(shown) > MOST_NAMES else ""
    return (", ".join(shown[:MOST_NAMES]) or "none") + rest

"""Predictions of several models, review for review, and of no other reviews than those at hand."""

from __future__ import annotations

from typing import NoReturn

import pandas as pd

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.terms import LABEL_IDS


def align(predictions: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Each model's predictions in the order of the first one's, indexed by `review_id`.

    Raises:
        ReviewSentimentError: the models did not predict the same reviews, each once, with the same labels.
    """
    tables = {model: table.set_index("review_id") for model, table in predictions.items()}
    for model, table in tables.items():
        if not table.index.is_unique:
            twice = table.index[table.index.duplicated()][0]
            _refuse(f"The predictions of {model} hold the review {twice!r} more than once.")
    first, reference = next(iter(tables.items()))
    return {model: _follow(reference, table, first, model) for model, table in tables.items()}


def refuse_other_reviews(predictions: pd.DataFrame, reviews: pd.DataFrame) -> None:
    """Refuses predictions of an older run beside the reviews of a newer one.

    Args:
        predictions: of a model; `review_id` and `label`.
        reviews: the test split; `review_id` and `sentiment`.

    Raises:
        ReviewSentimentError: they are not of the same reviews, or of differently labelled ones.
    """
    of_reviews = pd.DataFrame(
        {"review_id": reviews["review_id"], "label": reviews["sentiment"].map(LABEL_IDS)}
    )
    align({"the model": predictions, "the test split": of_reviews})


def _follow(reference: pd.DataFrame, table: pd.DataFrame, first: str, model: str) -> pd.DataFrame:
    ours, theirs = reference.index.difference(table.index), table.index.difference(reference.index)
    if len(ours) or len(theirs):
        _refuse(
            f"The predictions of {first} and {model} are not of the same reviews: "
            f"{_count(ours)} only in those of {first}, {_count(theirs)} only in those of {model}."
        )
    table = table.loc[reference.index]
    other = table.index[table["label"] != reference["label"]]
    if len(other):
        _refuse(
            f"The predictions of {first} and {model} are of differently labelled reviews: {_count(other)}."
        )
    return table


def _count(reviews: pd.Index) -> str:
    return f"{len(reviews):,} (such as {reviews[0]!r})" if len(reviews) else "none"


def _refuse(problem: str) -> NoReturn:
    raise ReviewSentimentError(
        f"{problem} They come of different runs.\n"
        "Make all of them again, in the same environment: kedro run --pipelines modelling,reporting"
    )

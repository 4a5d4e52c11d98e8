"""What the numbers say, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from review_sentiment.pipelines.reporting.page.tables import format_value


def say_result(comparison: pd.DataFrame, reviews: int | None) -> str:
    """The accuracies of all models, the highest first, in one sentence."""
    ranked = comparison.sort_values("accuracy", ascending=False, kind="stable")
    count = "the test reviews" if reviews is None else f"{reviews:,} test reviews"
    first, *others = (
        f"{row.model} {{}}{format_value(row.accuracy, share=True)}" for row in ranked.itertuples()
    )
    models = [first.format("classifies "), *(other.format("") for other in others)]
    return f"Of {count}, {join(models)} correctly."


def say_overlap(comparison: pd.DataFrame) -> str:
    """What the two best models' intervals allow to be said, where no paired test was made."""
    first: Any
    second: Any
    first, second, *_ = comparison.sort_values("accuracy", ascending=False, kind="stable").itertuples()
    if first.accuracy_low > second.accuracy_high:
        return f"The interval of {first.model} lies above that of {second.model}."
    return (
        f"The intervals of {first.model} and {second.model} overlap: from these numbers alone, neither can "
        "be called better."
    )


def say_spread(row: Any) -> str:
    """Mean and spread of the accuracies of an architecture's seeds."""
    mean, lowest, highest = (
        format_value(value, share=True)
        for value in (row.mean_accuracy, row.lowest_accuracy, row.highest_accuracy)
    )
    return (
        f"{row.architecture} with {row.seeds} seeds: {mean} of the test reviews are right on average, "
        f"{lowest} to {highest} (standard deviation {100 * row.standard_deviation:.1f} points)."
    )


def say_ends(row: Any) -> str:
    """The ends of the 95 % interval of an accuracy, in percent."""
    return f"{100 * row.accuracy_low:.1f} to {100 * row.accuracy_high:.1f}"


def join(parts: Sequence[str]) -> str:
    """One, two and three."""
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last

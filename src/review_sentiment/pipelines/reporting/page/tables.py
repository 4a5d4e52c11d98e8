"""Tables of results as tables for people."""

from __future__ import annotations

import numbers
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_float_dtype, is_numeric_dtype

from review_sentiment.pipelines.reporting.page.blocks import Column, Table

# endings of the names of columns that hold shares of 1, which people read as percentages
SHARES = (
    "accuracy", "accuracy_low", "accuracy_high", "share", "probability", "precision", "recall", "rate",
)  # fmt: skip
# columns of numbers that are written out already
WRITTEN = ("interval", "points", "p")
# from here on decimals say nothing
LARGE = 100
SMALL = 0.001
MISSING = "\N{EN DASH}"


def make_table(
    table: pd.DataFrame,
    caption: str,
    columns: dict[str, str] | Sequence[str] | None = None,
    *,
    without: Sequence[str] = (),
    folded: bool = False,
) -> Table:
    """A table of a data frame.

    Args:
        table: one row an entry; its first shown column names the entry.
        caption: says what it holds.
        columns: which ones are shown in which order, with their titles if they aren't their names.
        without: columns that are not shown.
        folded: see `Table`.
    """
    names = [name for name in (table.columns if columns is None else columns) if name not in without]
    titles = columns if isinstance(columns, dict) else {name: name.replace("_", " ") for name in names}
    # a file gives names that are made of digits back as numbers
    table = table.astype({name: str for name in names if name.endswith("_id")})
    numeric = {name: name in WRITTEN or _is_numeric(table[name]) for name in names}
    return Table(
        caption=caption,
        columns=[Column(titles[name], numeric[name]) for name in names],
        rows=list(zip(*(_format_column(table[name], name) for name in names), strict=True)),
        folded=folded,
    )


def _is_numeric(values: pd.Series) -> bool:
    return is_numeric_dtype(values) and not is_bool_dtype(values)


def _format_column(values: pd.Series, name: str) -> list[str]:
    share = name.endswith(SHARES) and is_float_dtype(values)
    return [format_value(value, share=share) for value in values]


def format_value(value: Any, *, share: bool = False) -> str:
    """A value as a person writes it: 22,713,986; 0.355; 84.5 %; yes; a dash where there is none."""
    if pd.isna(value):
        return MISSING
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, numbers.Real):
        return f"{value:.1%}".replace("%", "\N{NO-BREAK SPACE}%") if share else format_number(float(value))
    return str(value)


def format_number(value: float) -> str:
    """A number with as many decimals as say something."""
    if value.is_integer() or abs(value) >= LARGE:
        return f"{value:,.0f}"
    return f"{value:.3f}" if abs(value) >= SMALL else f"{value:.1e}"

"""Heads, named by what they do."""

from __future__ import annotations

import pandas as pd

NAMES = {
    "first": "first token",
    "separator": "separator",
    "punctuation": "punctuation",
    "self": "itself",
    "previous": "previous token",
    "next": "next token",
    "polarity": "polarity words",
}
"""what a head can be named after; "inside negations" is about too few tokens of a review for that"""

MOST_NAMES = 2


def name_heads(measures: pd.DataFrame, most: float, broad: float) -> pd.Series:
    """A name for each head, from its measures alone.

    A head is named after the patterns that have `most` or more of its weight and at least twice what uniform
    attention would give them, the two largest, the larger first: "previous token, 71 %". Without one it is
    "broad" where its entropy is `broad` or more, and "mixed" else.

    Args:
        measures: with a column for each of `NAMES`, the same with `_uniform`, and `entropy`.
        most: least share of its weight that names a head.
        broad: least entropy (1 is uniform) of a broad head.
    """
    return measures.apply(_name, axis="columns", most=most, broad=broad)


def _name(head: pd.Series, most: float, broad: float) -> str:
    telling = [name for name in NAMES if head[name] >= max(most, 2 * head[f"{name}_uniform"])]
    telling.sort(key=lambda name: -head[name])
    unnamed = "broad" if head["entropy"] >= broad else "mixed"
    return "; ".join(f"{NAMES[name]}, {100 * head[name]:.0f} %" for name in telling[:MOST_NAMES]) or unnamed

"""The attention that a network paid to one review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Attention:
    """Every attention weight of one review: `weights[layer, head, i, j]` is what token i gave to token j.

    Layers and heads are counted from 0. Each row, over j, sums to 1.
    """

    weights: np.ndarray
    """(layers, heads, tokens, tokens), float32"""
    tokens: tuple[str, ...]
    """the tokens as a person reads them; "##" marks one that continues a word"""
    probability: float
    """of the review being positive, by the classifier whose attention this is"""

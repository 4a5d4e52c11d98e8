"""Batches with next to no padding."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import torch

Lengths = TypeVar("Lengths", int, np.ndarray)

# Few different widths: a CPU compiles and keeps kernels for each one, which costs time and memory.
LENGTH_MULTIPLE = 8
# average batches that are drawn at once and sorted by length: more of them, less padding, a less random order
POOL = 50


def padded_width(longest: Lengths) -> Lengths:
    """Tokens that a batch is wide whose longest row has `longest` of them; of several batches at once too."""
    return -(-longest // LENGTH_MULTIPLE) * LENGTH_MULTIPLE


def draw_in_pools(
    lengths: np.ndarray,
    pool: int,
    cut: Callable[[np.ndarray], list[list[int]]],
    generator: torch.Generator | None = None,
) -> list[list[int]]:
    """Batches in a random order, each of about the same length.

    All are put into a random order, cut into pools, sorted by length inside a pool, cut into batches, and the
    batches shuffled.

    Args:
        lengths: tokens of each text, (texts,).
        pool: how many are sorted at once.
        cut: makes batches of a pool's indices, which come sorted, the longest first.
        generator: that the order is drawn from; torch's global one by default.
    """
    order = torch.randperm(len(lengths), generator=generator).numpy()
    pools = (order[start : start + pool] for start in range(0, len(order), pool))
    longest_first = (drawn[np.argsort(-lengths[drawn], kind="stable")] for drawn in pools)
    batches = [batch for drawn in longest_first for batch in cut(drawn)]
    return [batches[index] for index in torch.randperm(len(batches), generator=generator).tolist()]

"""Means over reviews and how sure they are."""

from __future__ import annotations

import numpy as np
from scipy.stats import bootstrap

RESAMPLES = 2000


def mean_and_interval(values: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The mean over the first axis and the ends of its 95 % bootstrap interval (percentiles, by scipy).

    Args:
        values: (reviews, ...), two reviews at least. Differences between two methods on the same reviews make
            a paired interval.
        seed: of the resampling, which is the same for every column.
    """
    columns = values.reshape(len(values), -1)
    ends = [
        bootstrap(
            (column,),
            np.mean,
            n_resamples=RESAMPLES,
            method="percentile",
            rng=np.random.default_rng(seed),
        ).confidence_interval
        for column in columns.T
    ]
    shape = values.shape[1:]
    low, high = (np.array([end[side] for end in ends]).reshape(shape) for side in (0, 1))
    return values.mean(0), low, high

"""Means over reviews and how sure they are."""

from __future__ import annotations

import numpy as np
from scipy.stats import bootstrap, t

CONFIDENCE = 0.95
# resamples drawn at a time: a table of 100 x reviews stays in the cache, and in memory with 25,000 reviews
BATCH = 100


def bootstrap_interval(values: np.ndarray, seed: int, resamples: int) -> tuple[float, float]:
    """The ends of the 95 % bootstrap interval of a mean (Efron 1979, from scipy).

    By percentiles: with hundreds of reviews the more elaborate BCa comes to the same, takes reviews x reviews
    steps more, and has no answer where all values are the same.

    Args:
        values: (reviews,), two at least. Differences between two models on the same reviews make a paired
            interval.
        seed: of the resampling.
        resamples: how many.
    """
    ends = bootstrap(
        (values,),
        np.mean,
        n_resamples=resamples,
        batch=BATCH,
        method="percentile",
        confidence_level=CONFIDENCE,
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return float(ends.low), float(ends.high)


def mean_and_interval(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The mean over the first axis and the ends of its 95 % interval, by Student's t (1908).

    For the few reviews that a slow measurement can afford: of 8 of them percentiles of a bootstrap would be
    an interval of some 89 %. It takes values that spread somewhat like a normal distribution.

    Args:
        values: (reviews, ...), two reviews at least. Differences between two methods on the same reviews make
            a paired interval.
    """
    reviews = len(values)
    mean = values.mean(0)
    half = t.ppf((1 + CONFIDENCE) / 2, reviews - 1) * values.std(0, ddof=1) / np.sqrt(reviews)
    return mean, mean - half, mean + half

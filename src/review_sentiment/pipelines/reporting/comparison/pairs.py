"""Whether one model is better than another, or the test reviews are too few to tell."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from review_sentiment.pipelines.reporting.alignment import align
from review_sentiment.pipelines.reporting.intervals import bootstrap_interval

SIGNIFICANCE = 0.05
SMALLEST_SHOWN = 0.001


def compare_pairs(predictions: dict[str, pd.DataFrame], resamples: int, seed: int) -> pd.DataFrame:
    """A row for each pair of models; differences are the second's less the first's.

    Returns:
        `first`, `second`, `reviews`, `first_accuracy`, `second_accuracy`, `difference` with its 95 % interval
        `difference_low` and `difference_high`, `only_first_right`, `only_second_right`, `p_mcnemar`,
        `p_holm` (corrected for the number of pairs), and `verdict`, a sentence.

    Raises:
        ReviewSentimentError: the models did not predict the same reviews.
    """
    right = {
        model: (table["label"] == table["prediction"]).to_numpy()
        for model, table in align(predictions).items()
    }
    rows = [
        {"first": first, "second": second, **compare_pair(right[first], right[second], resamples, seed)}
        for first, second in combinations(right, 2)
    ]
    table = pd.DataFrame(rows)
    table["p_holm"] = adjust_holm(table["p_mcnemar"].to_numpy())
    table["verdict"] = [say_verdict(row) for row in table.to_dict("records")]
    return table


def compare_pair(first: np.ndarray, second: np.ndarray, resamples: int, seed: int) -> dict[str, Any]:
    """What two models' right predictions, each (reviews,) of bool, say of their difference.

    The interval is of the paired bootstrap over reviews (see `bootstrap_interval`).

    McNemar's exact test (1947) is the binomial test that, of the reviews about which one model alone is
    right, either model has half.
    """
    differences = second.astype(float) - first
    low, high = bootstrap_interval(differences, seed, resamples)
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    discordant = only_first + only_second
    return {
        "reviews": len(first),
        "first_accuracy": float(first.mean()),
        "second_accuracy": float(second.mean()),
        "difference": float(differences.mean()),
        "difference_low": low,
        "difference_high": high,
        "only_first_right": only_first,
        "only_second_right": only_second,
        "p_mcnemar": float(binomtest(only_second, discordant).pvalue) if discordant else 1.0,
    }


def adjust_holm(p_values: np.ndarray) -> np.ndarray:
    """The p-values, (tests,), corrected for their number by Holm's method (1979), in their order.

    The smallest is multiplied by the number of tests, the next by one less and so on; none may end up
    smaller than one before it, or above 1. (scipy has corrections of the false discovery rate alone.)
    """
    order = np.argsort(p_values)
    factors = np.arange(len(p_values), 0, -1)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(np.maximum.accumulate(p_values[order] * factors), 1)
    return adjusted


def say_verdict(pair: Mapping[Hashable, Any]) -> str:
    """One sentence: better, worse, or not to be told apart; the corrected test decides."""
    first, second = pair["first"], pair["second"]
    if pair["p_holm"] >= SIGNIFICANCE:
        outcome = f"{second} and {first} are not to be told apart at this sample size"
    else:
        outcome = (
            f"{second} as trained here is {'better' if pair['difference'] > 0 else 'worse'} than {first}"
        )
    p = pair["p_holm"]
    points, low, high = (100 * pair[f"difference{end}"] for end in ("", "_low", "_high"))
    return (
        f"{outcome}: {100 * pair['second_accuracy']:.1f} % against {100 * pair['first_accuracy']:.1f} % of "
        f"{pair['reviews']:,} reviews are classified correctly, a difference of {points:+.1f} points "
        f"(95 % interval of this pair alone {low:+.1f} to {high:+.1f}; "
        "exact McNemar test, corrected after Holm: "
        f"{f'p = {p:.3f}' if p >= SMALLEST_SHOWN else f'p < {SMALLEST_SHOWN}'})."
    )

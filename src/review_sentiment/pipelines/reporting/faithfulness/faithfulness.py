"""How faithful the explanations are, in numbers with intervals."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from review_sentiment.pipelines.reporting.faithfulness.erasure import Predict, measure_erasure
from review_sentiment.pipelines.reporting.faithfulness.methods import (
    ATTENTION_METHODS,
    CONTROL_METHODS,
    MEASURES,
    METHODS,
    OPERATORS,
    RANDOM_WEIGHTS,
    SIGNS,
    TRAINED,
)
from review_sentiment.pipelines.reporting.intervals import mean_and_interval

# network, method
EXPLANATIONS = [(TRAINED, method) for method in METHODS] + [(RANDOM_WEIGHTS, m) for m in CONTROL_METHODS]


def tabulate_faithfulness(
    attributions: pd.DataFrame, shares: list[float], mask_id: int, predict: Predict
) -> pd.DataFrame:
    """Each explanation's comprehensiveness and sufficiency, and what they are more than a random ranking's.

    All explain the same predictions of the same trained classifier; the attention of "random_weights" is that
    of a network that was never trained.

    Args:
        attributions: as `attribute` makes them.
        shares: as `measure_erasure` takes them, and `mask_id` and `predict` too.
        mask_id: the mask token.
        predict: the classifier.

    Returns:
        A row for each network, method, operator and measure: `mean`, `low` and `high` (95 % over reviews),
        `difference` to the random ranking of the same reviews with `difference_low` and `difference_high`
        (paired), and `reviews`. High comprehensiveness is good, and low sufficiency. `lead_low` and
        `lead_high` are the ends of how much better it is than an attention score on the same reviews, each
        the lowest of those of all `ATTENTION_METHODS`: it is better than all beyond the interval where the
        first is above 0, and worse than one where the second is below.
    """
    columns = [method if network == TRAINED else f"{network}.{method}" for network, method in EXPLANATIONS]
    values = measure_erasure(attributions, columns, shares, mask_id, predict)
    means = mean_and_interval(values)
    differences = mean_and_interval(values - values[:, [columns.index("random")]])
    attention = values[:, [columns.index(method) for method in ATTENTION_METHODS]]
    better = np.array([*SIGNS.values()]) * (values[:, :, None] - attention[:, None])
    _, lead_low, lead_high = mean_and_interval(better)
    leads = (lead_low.min(axis=1), lead_high.min(axis=1))
    names = (
        *("mean", "low", "high", "difference", "difference_low", "difference_high"),
        *("lead_low", "lead_high"),
    )
    rows = itertools.product(EXPLANATIONS, OPERATORS, MEASURES)
    table = pd.DataFrame(
        [(*explanation, operator, measure) for explanation, operator, measure in rows],
        columns=["network", "method", "operator", "measure"],
    )
    numbers = dict(zip(names, map(np.ravel, (*means, *differences, *leads)), strict=True))
    return table.assign(**numbers, reviews=len(attributions))

"""How much better than a random ranking an explanation is."""

from __future__ import annotations

import pandas as pd

from review_sentiment.pipelines.reporting.faithfulness.methods import RANDOM_WEIGHTS, SIGNS, TITLES


def orient(faithfulness: pd.DataFrame) -> pd.DataFrame:
    """How much better than a random ranking each explanation is: `gain`, `gain_low`, `gain_high`.

    High comprehensiveness is good and low sufficiency: so the latter's differences change their sign.
    """
    good = faithfulness["measure"].map(SIGNS)
    ends = pd.DataFrame(
        {
            "low": good * faithfulness["difference_low"],
            "high": good * faithfulness["difference_high"],
        }
    )
    return faithfulness.assign(
        gain=good * faithfulness["difference"],
        gain_low=ends.min(axis="columns"),
        gain_high=ends.max(axis="columns"),
    )


def name_rankings(faithfulness: pd.DataFrame) -> pd.Series:
    """What people call the ranking of each row; that of a network with random weights is a control."""
    titles = faithfulness["method"].map(TITLES)
    return titles.where(faithfulness["network"] != RANDOM_WEIGHTS, "control: " + titles)

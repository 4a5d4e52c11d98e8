"""Some of the test reviews."""

from __future__ import annotations

import numpy as np
import pandas as pd

from review_sentiment.errors import ReviewSentimentError

# tokens of its own, the special ones left out, without which a review has nothing to rank
FEWEST_TOKENS = 3
FEWEST_REVIEWS = 2


def sample_reviews(tokens: pd.DataFrame, count: int, seed: int) -> pd.DataFrame:
    """At most `count` rows of `tokens` (see `tokenize`), in their order, of those with enough to rank.

    Raises:
        ReviewSentimentError: there are too few of those for an interval.
    """
    long_enough = np.flatnonzero(tokens["input_ids"].map(len) >= FEWEST_TOKENS + 2)
    if len(long_enough) < FEWEST_REVIEWS:
        raise ReviewSentimentError(
            f"{len(long_enough)} of the {len(tokens):,} test reviews have {FEWEST_TOKENS} tokens or more; "
            f"whether attention explains predictions takes {FEWEST_REVIEWS} of them. "
            "`kedro run --pipelines modelling` trains without."
        )
    drawn = np.random.default_rng(seed).permutation(long_enough)[:count]
    return tokens.iloc[np.sort(drawn)].reset_index(drop=True)

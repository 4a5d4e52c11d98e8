"""Some of the test reviews."""

from __future__ import annotations

import numpy as np
import pandas as pd

# tokens of its own, the special ones left out, without which a review has nothing to rank
FEWEST_TOKENS = 3


def sample_reviews(tokens: pd.DataFrame, count: int, seed: int) -> pd.DataFrame:
    """At most `count` rows of `tokens` (see `tokenize`), in their order, of those with enough to rank."""
    long_enough = np.flatnonzero(tokens["input_ids"].map(len) >= FEWEST_TOKENS + 2)
    drawn = np.random.default_rng(seed).permutation(long_enough)[:count]
    return tokens.iloc[np.sort(drawn)].reset_index(drop=True)

"""Reviews to read."""

from __future__ import annotations

import numpy as np
import pandas as pd


def pick(train_reviews: pd.DataFrame, review_sizes: pd.DataFrame, per_class: int) -> pd.DataFrame:
    """Typical reviews of each class, from short to long (see the node `pick_examples`)."""
    sizes = review_sizes[["review_id", "words"]]
    reviews = train_reviews.merge(sizes, on="review_id", validate="one_to_one")
    reviews = reviews.sort_values(["sentiment", "words", "review_id"])
    middles = (np.arange(per_class) + 0.5) / per_class
    picked = [
        # A class of fewer reviews than groups gives each of them once.
        rows.iloc[np.unique((middles * len(rows)).astype(int))]
        for _, rows in reviews.groupby("sentiment")
    ]
    return pd.concat(picked, ignore_index=True)[["review_id", "sentiment", "words", "review"]]

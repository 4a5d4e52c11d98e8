"""The table of predictions: one shape for the networks and the baseline."""

from __future__ import annotations

import numpy as np
import pandas as pd


def tabulate(tokens: pd.DataFrame, probability: np.ndarray) -> pd.DataFrame:
    """The predictions that go with the probabilities of positive, a row for each review, in their order.

    Args:
        tokens: `review_id`, `tokens`, `truncated` and, where it is known, `label`.
        probability: of each review being positive, (reviews,).
    """
    known = ["review_id", "label"] if "label" in tokens else ["review_id"]
    more_likely_than_not = 0.5
    return tokens[known].assign(
        prediction=(probability > more_likely_than_not).astype(np.int64),
        probability=probability,
        tokens=tokens["tokens"],
        truncated=tokens["truncated"],
    )


def empty_seed_predictions() -> pd.DataFrame:
    """The table of the predictions of several seeds, before there are any."""
    types = {"seed": "int64", "review_id": "str", "label": "int64", "prediction": "int64"}
    columns = {name: pd.Series(dtype=kind) for name, kind in types.items()}
    return pd.DataFrame({**columns, "probability": pd.Series(dtype="float64")})

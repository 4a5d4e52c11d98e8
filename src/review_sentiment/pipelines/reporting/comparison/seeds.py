"""What chance alone does to the accuracy of an architecture: the same training with several seeds."""

from __future__ import annotations

import pandas as pd

from review_sentiment.pipelines.reporting.alignment import align
from review_sentiment.pipelines.reporting.metrics import accuracy


def measure_seeds(predictions: pd.DataFrame, seed: int, seed_predictions: pd.DataFrame) -> pd.DataFrame:
    """The test accuracy of each seed, the main one first.

    Args:
        predictions: of the classifier of the main seed.
        seed: the main one.
        seed_predictions: of the other seeds, with `seed`.

    Returns:
        A row a seed: `seed`, `reviews`, `accuracy` and its interval.

    Raises:
        ReviewSentimentError: the seeds did not predict the same reviews.
    """
    others = {f"seed {other}": rows for other, rows in seed_predictions.groupby("seed")}
    tables = align({f"seed {seed}": predictions} | others)
    return pd.DataFrame(
        [
            {"seed": int(name.removeprefix("seed ")), "reviews": len(rows), **accuracy(rows)}
            for name, rows in tables.items()
        ]
    )


def spread(seed_accuracies: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """How far the accuracies of an architecture's seeds lie apart.

    Returns:
        A row an architecture: `architecture`, `seeds`, `mean_accuracy`, `standard_deviation` (of a sample;
        missing with one seed), `lowest_accuracy`, `highest_accuracy`.
    """
    return pd.DataFrame(
        [
            {
                "architecture": architecture,
                "seeds": len(table),
                "mean_accuracy": table["accuracy"].mean(),
                "standard_deviation": table["accuracy"].std(),
                "lowest_accuracy": table["accuracy"].min(),
                "highest_accuracy": table["accuracy"].max(),
            }
            for architecture, table in seed_accuracies.items()
        ]
    )

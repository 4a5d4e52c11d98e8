"""Figures of merit of a table of predictions; "positive" is the class they are about."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import binomtest
from sklearn import metrics

from review_sentiment.terms import SENTIMENTS


def score(predictions: pd.DataFrame) -> dict[str, float | None]:
    """Accuracy with its 95 % Wilson interval, macro F1, precision, recall, ROC AUC and log loss.

    One that is not defined is None: precision where nothing is predicted to be positive, recall where nothing
    is, the ROC's area and macro F1 where all reviews are of one class. `predicted_classes` is 1 for a
    classifier that takes every review for the same, which its accuracy may hide.
    """
    label, prediction = predictions["label"], predictions["prediction"]
    both = label.nunique() == len(SENTIMENTS)
    return {
        **accuracy(predictions),
        "predicted_classes": prediction.nunique(),
        "macro_f1": float(metrics.f1_score(label, prediction, average="macro")) if both else None,
        "precision": float(metrics.precision_score(label, prediction)) if prediction.any() else None,
        "recall": float(metrics.recall_score(label, prediction)) if label.any() else None,
        "roc_auc": float(metrics.roc_auc_score(label, predictions["probability"])) if both else None,
        "log_loss": float(metrics.log_loss(label, predictions["probability"], labels=[0, 1])),
    }


def accuracy(predictions: pd.DataFrame) -> dict[str, float]:
    """Accuracy and the ends of its 95 % interval (Wilson 1927, from scipy)."""
    right = int((predictions["label"] == predictions["prediction"]).sum())
    interval = binomtest(right, len(predictions)).proportion_ci(0.95, method="wilson")
    return {
        "accuracy": right / len(predictions),
        "accuracy_low": float(interval.low),
        "accuracy_high": float(interval.high),
    }


def by_length(predictions: pd.DataFrame, edges: list[int]) -> pd.DataFrame:
    """Accuracy of short and long reviews; tokens are counted before cutting.

    Args:
        predictions: with `tokens`.
        edges: rising; each is the most tokens of one bucket and one less than the fewest of the next.

    Returns:
        A row a bucket that has reviews: `fewest_tokens`, `most_tokens` (missing in the last, which has no
        end), `reviews`, `truncated_reviews`, `accuracy` and its interval.
    """
    starts = np.array([1, *(edge + 1 for edge in edges)])
    ends = pd.array([*edges, None], dtype="Int64")
    buckets = np.searchsorted(edges, predictions["tokens"])
    groups = [(bucket, predictions[buckets == bucket]) for bucket in np.unique(buckets).tolist()]
    return pd.DataFrame(
        [
            {
                "fewest_tokens": starts[bucket],
                "most_tokens": ends[bucket],
                "reviews": len(rows),
                "truncated_reviews": int(rows["truncated"].sum()),
                **accuracy(rows),
            }
            for bucket, rows in groups
        ]
    ).astype({"most_tokens": "Int64"})


def report(predictions: pd.DataFrame) -> pd.DataFrame:
    """scikit-learn's classification report as a table: a row a class, then the averages.

    What is not defined, as the precision of a class that is never predicted, is missing, and so is an average
    over it.
    """
    rows = metrics.classification_report(
        predictions["label"],
        predictions["prediction"],
        labels=[0, 1],
        target_names=list(SENTIMENTS),
        output_dict=True,
        zero_division=np.nan,  # a 0 would say that all predictions of the class are wrong
    )
    # accuracy is in the metrics; here it would fill a row of four columns with one number
    averages = {name: row for name, row in rows.items() if name != "accuracy"}
    frame = pd.DataFrame(averages).T
    undefined = frame.loc[list(SENTIMENTS)].isna().any()
    frame.loc[["macro avg", "weighted avg"], undefined] = np.nan  # scikit-learn leaves the class out instead
    table = frame.rename_axis("class").reset_index()
    return table.rename(columns={"f1-score": "f1_score"}).astype({"support": int})


def confusion(predictions: pd.DataFrame) -> pd.DataFrame:
    """How many reviews of each class (rows) got each prediction (columns)."""
    counts = metrics.confusion_matrix(predictions["label"], predictions["prediction"], labels=[0, 1])
    return pd.DataFrame(counts, index=list(SENTIMENTS), columns=list(SENTIMENTS))

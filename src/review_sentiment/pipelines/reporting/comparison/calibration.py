"""Whether a model is right as often as it is confident, before and after temperature scaling."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.special import expit, logit
from sklearn.metrics import brier_score_loss, log_loss

# a probability of exactly 0 or 1, to which float32 rounds, has no logit
EPSILON = float(np.finfo(np.float32).eps)
# of a temperature and its reciprocal: where every validation review is right, none is too small
LIMIT = 20
AS_TRAINED, SCALED = "as trained", "after temperature scaling"


def fit_temperature(validation_predictions: pd.DataFrame) -> dict[str, Any]:
    """The temperature that makes the log loss of the validation reviews smallest (Guo et al. 2017).

    The logits are divided by it: above 1 a model was too confident, below 1 not enough. With two classes the
    difference of the logits is the logit of the probability, so that probabilities are all this takes.

    Returns:
        `temperature` (1/20 to 20) and `validation_reviews`, the number of reviews it was fitted on.
    """
    label, probability = validation_predictions["label"], validation_predictions["probability"].to_numpy()
    found = minimize_scalar(
        lambda exponent: log_loss(label, scale(probability, np.exp(exponent)), labels=[0, 1]),
        bounds=(-np.log(LIMIT), np.log(LIMIT)),
        method="bounded",
    )
    return {"temperature": float(np.exp(found.x)), "validation_reviews": len(label)}


def scale(probability: np.ndarray, temperature: float) -> np.ndarray:
    """The probabilities, (reviews,), of logits that are divided by the temperature."""
    return expit(logit(np.clip(probability, EPSILON, 1 - EPSILON)) / temperature)


def measure_calibration(
    predictions: pd.DataFrame, fitted: dict[str, Any], bins: int
) -> tuple[dict[str, Any], pd.DataFrame]:
    """Calibration of the test predictions as they are and with the fitted temperature.

    Returns:
        The figures (`ece`, `log_loss`, `brier_score` and `mean_confidence`, each also with the ending
        `_after_temperature`, beside `accuracy`, `temperature` and counts); and the bins of both, a row for
        each that has reviews: `scaling` and the columns of `bin_confidences`.
    """
    label, probability = predictions["label"], predictions["probability"].to_numpy()
    scaled = scale(probability, fitted["temperature"])
    before, after = (bin_confidences(label.to_numpy(), some, bins) for some in (probability, scaled))
    right = label == predictions["prediction"]
    figures = {"reviews": len(predictions), "accuracy": float(right.mean()), "bins": bins, **fitted}
    figures |= _score(label, probability, before)
    figures |= {f"{name}_after_temperature": value for name, value in _score(label, scaled, after).items()}
    tables = {AS_TRAINED: before, SCALED: after}
    return figures, pd.concat(tables, names=["scaling"]).reset_index("scaling").reset_index(drop=True)


def bin_confidences(label: np.ndarray, probability: np.ndarray, bins: int) -> pd.DataFrame:
    """Mean confidence and accuracy of the predictions, sorted into bins by their confidence.

    Confidence is the probability of the more likely class: 0.5 to 1 with two of them.

    Returns:
        A row for each bin that has reviews: its ends `lowest` and `highest`,
        `confidence`, `accuracy`, `count`.
    """
    edges = np.linspace(0.5, 1, bins + 1).round(9)  # 0.85, not 0.8500000000000001
    confidence = np.maximum(probability, 1 - probability)
    # the upper end belongs to the next bin, but for a confidence of 1
    place = np.minimum(np.searchsorted(edges, confidence, side="right") - 1, bins - 1)
    reviews = pd.DataFrame({"confidence": confidence, "accuracy": (probability > edges[0]) == (label == 1)})
    table = reviews.groupby(place).mean()
    table.insert(0, "lowest", edges[table.index])
    table.insert(1, "highest", edges[table.index + 1])
    return table.assign(count=reviews.groupby(place).size()).reset_index(drop=True)


def expected_calibration_error(table: pd.DataFrame) -> float:
    """Mean distance of confidence and accuracy over the bins, weighted by their reviews (Guo et al. 2017).

    The same as torchmetrics' `multiclass_calibration_error` with twice the bins, which cover 0 to 1. Its
    `BinaryCalibrationError` is another: it holds the probability of positive against the label.
    """
    return float(np.average((table["confidence"] - table["accuracy"]).abs(), weights=table["count"]))


def _score(label: pd.Series, probability: np.ndarray, table: pd.DataFrame) -> dict[str, float]:
    return {
        "ece": expected_calibration_error(table),
        "log_loss": float(log_loss(label, probability, labels=[0, 1])),
        "brier_score": float(brier_score_loss(label, probability, labels=[0, 1])),
        "mean_confidence": float(np.maximum(probability, 1 - probability).mean()),
    }

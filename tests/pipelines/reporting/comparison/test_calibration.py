import math

import numpy as np
import pandas as pd
import pytest
import torch
from sklearn.metrics import log_loss
from torchmetrics.functional.classification import multiclass_calibration_error

from review_sentiment.pipelines.reporting.comparison.calibration import (
    bin_confidences,
    expected_calibration_error,
    scale,
)
from review_sentiment.pipelines.reporting.comparison.nodes import fit_temperature, measure_calibration
from review_sentiment.pipelines.reporting.comparison.params import ConfidenceParams


def predict(label, probability):
    probability = np.array(probability)
    return pd.DataFrame(
        {"label": label, "prediction": (probability > 0.5).astype(int), "probability": probability}
    )


def test_a_temperature_divides_the_logits():
    # logit(0.9) is ln 9; half of it is ln 3, whose probability is 3/4
    assert scale(np.array([0.9, 0.1, 0.5]), 2).tolist() == pytest.approx([0.75, 0.25, 0.5])


def test_the_temperature_is_the_one_worked_out_by_hand():
    # 90 % sure of positive and of negative, and right about 3 of 4: ln 9 / T must be logit(3/4) = ln 3
    fitted = fit_temperature(predict([1, 1, 1, 0, 0, 0, 0, 1], [0.9] * 4 + [0.1] * 4))
    assert fitted["temperature"] == pytest.approx(2, rel=1e-3)
    assert fitted["validation_reviews"] == 8


def test_a_model_that_is_too_careful_gets_a_temperature_below_1():
    # 60 % sure, right about 3 of 4: ln 1.5 / T = ln 3
    fitted = fit_temperature(predict([1, 1, 1, 0], [0.6] * 4))
    assert fitted["temperature"] == pytest.approx(math.log(1.5) / math.log(3), rel=1e-3)


@pytest.mark.parametrize("right", [True, False])
def test_a_model_that_is_always_right_or_always_wrong_gets_a_temperature_within_the_limits(right):
    label = np.array([0, 1, 0, 1])
    probability = np.where(label == right, 0.9, 0.1)
    assert 1 / 20 <= fit_temperature(predict(label, probability))["temperature"] <= 20


def test_probabilities_of_0_and_1_can_be_scaled():
    fitted = fit_temperature(predict([0, 1, 1, 0], [0.0, 1.0, 0.0, 1.0]))
    assert math.isfinite(fitted["temperature"])
    assert np.isfinite(scale(np.array([0.0, 1.0]), fitted["temperature"])).all()


def test_bins_are_filled_by_the_confidence_in_the_likelier_class():
    # confidences 0.6 and 0.55 below 0.75, one right; 0.75, 0.9 and 1 from there on, two right; 0.75 is an end
    label = np.array([1, 1, 0, 0, 1])
    table = bin_confidences(label, np.array([0.6, 0.45, 0.25, 0.9, 1.0]), bins=2)
    assert table["lowest"].tolist() == [0.5, 0.75]
    assert table["highest"].tolist() == [0.75, 1]
    assert table["count"].tolist() == [2, 3]
    assert table["confidence"].tolist() == pytest.approx([0.575, (0.75 + 0.9 + 1) / 3])
    assert table["accuracy"].tolist() == pytest.approx([1 / 2, 2 / 3])
    expected = 2 / 5 * 0.075 + 3 / 5 * ((0.75 + 0.9 + 1) / 3 - 2 / 3)
    assert expected_calibration_error(table) == pytest.approx(expected)


def test_a_bin_without_reviews_has_no_row():
    table = bin_confidences(np.array([1, 0]), np.array([0.99, 0.01]), bins=5)
    assert table[["lowest", "count"]].to_numpy().tolist() == [[0.9, 2]]


@pytest.mark.parametrize("bins", [1, 5, 10])
def test_the_calibration_error_is_that_of_torchmetrics(bins):
    draw = np.random.default_rng(0)
    probability = draw.random(500)
    label = (draw.random(500) < probability**2).astype(int)
    both = torch.tensor(np.column_stack([1 - probability, probability]))
    theirs = multiclass_calibration_error(both, torch.tensor(label), num_classes=2, n_bins=2 * bins)
    ours = expected_calibration_error(bin_confidences(label, probability, bins))
    assert ours == pytest.approx(theirs.item(), abs=1e-6)


def test_calibration_is_measured_before_and_after():
    # as above: 90 % sure, right about 3 of 4; the temperature of 2 makes it 75 % sure
    predictions = predict([1, 1, 1, 0], [0.9] * 4)
    figures, bins = measure_calibration(
        predictions, {"temperature": 2.0, "validation_reviews": 8}, ConfidenceParams(bins=10)
    )
    assert (figures["reviews"], figures["validation_reviews"]) == (4, 8)
    assert (figures["accuracy"], figures["temperature"], figures["bins"]) == (0.75, 2, 10)
    assert figures["ece"] == pytest.approx(0.15)
    assert figures["ece_after_temperature"] == pytest.approx(0)
    assert figures["mean_confidence"] == pytest.approx(0.9)
    assert figures["mean_confidence_after_temperature"] == pytest.approx(0.75)
    assert figures["log_loss"] == pytest.approx(-(3 * math.log(0.9) + math.log(0.1)) / 4)
    assert figures["log_loss_after_temperature"] == pytest.approx(-(3 * math.log(0.75) + math.log(0.25)) / 4)
    assert figures["brier_score"] == pytest.approx((3 * 0.1**2 + 0.9**2) / 4)
    assert bins["scaling"].tolist() == ["as trained", "after temperature scaling"]
    assert bins["confidence"].tolist() == pytest.approx([0.9, 0.75])
    assert bins["accuracy"].tolist() == [0.75, 0.75]
    assert bins["count"].tolist() == [4, 4]


def test_the_temperature_never_raises_the_log_loss_of_the_reviews_it_was_fitted_on():
    draw = np.random.default_rng(1)
    probability = draw.random(300)
    label = (draw.random(300) < 0.3 + 0.4 * probability).astype(int)
    temperature = fit_temperature(predict(label, probability))["temperature"]
    assert temperature > 1
    assert log_loss(label, scale(probability, temperature)) < log_loss(label, probability)

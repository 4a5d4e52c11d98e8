import math

import pandas as pd
import pytest

from review_sentiment.pipelines.reporting.metrics import by_length, confusion, report, score
from review_sentiment.pipelines.reporting.params import LengthParams


@pytest.fixture
def predictions():
    # three negatives, one of them taken for positive; two positives, one of them missed
    return pd.DataFrame(
        {
            "label": [0, 0, 0, 1, 1],
            "prediction": [0, 0, 1, 1, 0],
            "probability": [0.1, 0.2, 0.8, 0.9, 0.4],
        }
    )


def test_the_metrics_are_those_worked_out_by_hand(predictions):
    found = score(predictions)
    assert found["accuracy"] == 3 / 5
    assert found["precision"] == 1 / 2
    assert found["recall"] == 1 / 2
    # F1 of negative 2/3, of positive 1/2
    assert found["macro_f1"] == pytest.approx((2 / 3 + 1 / 2) / 2)
    # of the six pairs of a positive and a negative, 0.4 < 0.8 is the one in the wrong order
    assert found["roc_auc"] == pytest.approx(5 / 6)
    losses = [math.log(0.9), math.log(0.8), math.log(0.2), math.log(0.9), math.log(0.4)]
    assert found["log_loss"] == pytest.approx(-sum(losses) / 5)


def test_the_interval_is_wilsons(predictions):
    found = score(predictions)
    p, n, z = 3 / 5, 5, 1.959964
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    assert found["accuracy_low"] == pytest.approx(centre - half, abs=1e-6)
    assert found["accuracy_high"] == pytest.approx(centre + half, abs=1e-6)


def test_the_report_has_a_row_a_class_and_the_averages(predictions):
    table = report(predictions).set_index("class")
    assert list(table.index) == ["negative", "positive", "macro avg", "weighted avg"]
    assert table.loc["negative", "precision"] == pytest.approx(2 / 3)
    assert table.loc["positive", "f1_score"] == 1 / 2
    assert table["support"].tolist() == [3, 2, 5, 5]


def test_true_classes_are_rows_and_predictions_columns(predictions):
    counts = confusion(predictions)
    assert counts.loc["negative"].to_dict() == {"negative": 2, "positive": 1}
    assert counts.loc["positive"].to_dict() == {"negative": 1, "positive": 1}


def test_a_classifier_that_says_one_thing_is_told_by_its_metrics(predictions):
    collapsed = predictions.assign(prediction=0, probability=0.3)
    assert score(predictions)["predicted_classes"] == 2
    found = score(collapsed)
    assert found["predicted_classes"] == 1
    assert found["precision"] is None  # of no prediction
    assert found["recall"] == 0
    assert found["macro_f1"] == (3 / 4 + 0) / 2
    assert confusion(collapsed)["positive"].tolist() == [0, 0]


def test_an_average_over_what_is_not_defined_is_not_defined(predictions):
    table = report(predictions.assign(prediction=0)).set_index("class")
    assert table["precision"].isna().tolist() == [False, True, True, True]
    assert table["recall"].tolist() == [1, 0, 1 / 2, 3 / 5]
    assert table["support"].tolist() == [3, 2, 5, 5]


@pytest.mark.parametrize(
    ("label", "undefined"), [(0, {"macro_f1", "recall", "roc_auc"}), (1, {"macro_f1", "roc_auc"})]
)
def test_metrics_that_take_both_classes_are_undefined_on_one(predictions, label, undefined):
    found = score(predictions.assign(label=label))
    assert {name for name, value in found.items() if value is None} == undefined


def test_accuracy_by_length_on_four_reviews():
    predictions = pd.DataFrame(
        {
            "label": [0, 1, 1, 0],
            "prediction": [0, 0, 1, 0],
            "tokens": [4, 3, 5, 100],  # 4 is the most of the first bucket
            "truncated": [False, False, False, True],
        }
    )
    table = by_length(predictions, [4, 8, 16])
    assert table["fewest_tokens"].tolist() == [1, 5, 17]  # nothing between 9 and 16
    assert table["most_tokens"].tolist() == [4, 8, pd.NA]
    assert table["reviews"].tolist() == [2, 1, 1]
    assert table["truncated_reviews"].tolist() == [0, 0, 1]
    assert table["accuracy"].tolist() == [0.5, 1, 1]


@pytest.mark.parametrize("edges", [[], [8, 4], [4, 4], [0, 4]])
def test_edges_that_do_not_rise_are_refused(edges):
    with pytest.raises(ValueError, match="edges"):
        LengthParams(edges=edges)

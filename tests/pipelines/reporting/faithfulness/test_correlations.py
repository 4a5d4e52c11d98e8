import numpy as np
import pandas as pd
import pytest

from review_sentiment.pipelines.reporting.faithfulness.correlations import correlate
from review_sentiment.pipelines.reporting.faithfulness.methods import METHODS

UP, DOWN = np.array([1.0, 2, 3, 4]), np.array([4.0, 3, 2, 1])
OTHERS = ("attention_last_strongest", "rollout_strongest", "input_gradient_size")


@pytest.fixture
def attributions():
    """Two reviews in which every score rises, but for those that are set here."""
    rows = pd.DataFrame({name: [UP, UP] for name in (*METHODS, *OTHERS)})
    rows["rollout"] = [UP, DOWN]
    rows["attention_last"] = [np.ones(4), UP]
    rows["leave_one_out"] = [-UP, -UP]
    return rows.assign(rollout_strongest=[DOWN, DOWN])


def look_up(table, method, reference):
    return table[(table["method"] == method) & (table["reference"] == reference)].iloc[0]


def test_mean_and_spread_over_reviews_by_hand(attributions):
    row = look_up(correlate(attributions), "rollout", "gradient_x_input")
    assert row["mean"] == 0
    assert row["sd"] == pytest.approx(np.sqrt(2))  # of 1 and -1
    assert row["reviews"] == 2


def test_sizes_forget_the_sign(attributions):
    row = look_up(correlate(attributions), "norm_weighted", "leave_one_out")
    assert row["mean"] == pytest.approx(-1)
    assert row["mean_of_sizes"] == pytest.approx(1)


def test_a_review_whose_scores_have_no_order_is_left_out(attributions):
    row = look_up(correlate(attributions), "attention_last", "gradient_x_input")
    assert row["reviews"] == 1
    assert row["mean"] == pytest.approx(1)


def test_only_the_published_measures_have_a_published_value(attributions):
    table = correlate(attributions)
    published = table.dropna(subset="published")
    assert published["published"].tolist() == [0.09, 0.13]
    assert published["reference"].tolist() == ["input_gradient_size"] * 2
    assert published["mean"].tolist() == pytest.approx([1, -1])
    assert len(table) == 2 * (len(METHODS) - 1) + 2

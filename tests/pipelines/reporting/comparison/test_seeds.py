import math

import pandas as pd
import pytest

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.modelling.predictions import empty_seed_predictions
from review_sentiment.pipelines.reporting.comparison.nodes import compare_seeds, measure_seeds

MAIN = pd.DataFrame({"review_id": ["a", "b", "c", "d"], "label": 1, "prediction": [1, 1, 1, 0]})
OTHERS = pd.concat(
    [MAIN.assign(seed=2, prediction=1).iloc[::-1], MAIN.assign(seed=1, prediction=[1, 0, 0, 1])]
)


def test_there_is_a_row_a_seed_the_main_one_first():
    table = measure_seeds(MAIN, {"seed": 7}, OTHERS)
    assert table["seed"].tolist() == [7, 1, 2]
    assert table["accuracy"].tolist() == [3 / 4, 2 / 4, 1]
    assert table["reviews"].tolist() == [4, 4, 4]
    assert (table["accuracy_low"] < table["accuracy"]).all()


def test_without_other_seeds_there_is_the_main_one():
    assert measure_seeds(MAIN, {"seed": 0}, empty_seed_predictions())["seed"].tolist() == [0]


def test_seeds_of_another_run_s_reviews_are_refused():
    other = OTHERS.replace({"review_id": {"d": "x"}})
    with pytest.raises(
        ReviewSentimentError, match="predictions of seed 0 and seed 1 are not of the same reviews"
    ):
        measure_seeds(MAIN, {"seed": 0}, other)


def test_the_spread_is_mean_and_sample_standard_deviation():
    several = pd.DataFrame({"seed": [0, 1, 2], "accuracy": [0.75, 0.5, 1.0]})
    single = pd.DataFrame({"seed": [0], "accuracy": [0.5]})
    table = compare_seeds(one=several, two=single).set_index("architecture")
    # deviations 0, -1/4 and 1/4: their squares are 1/8, over the 3 - 1 free ones 1/16
    assert table.loc["one"].tolist() == [3, 0.75, pytest.approx(0.25), 0.5, 1]
    assert table.loc["two", "seeds"] == 1
    assert math.isnan(table.loc["two", "standard_deviation"])

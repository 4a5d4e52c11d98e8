import numpy as np
import pandas as pd
import pytest

from review_sentiment.pipelines.modelling.predictions import tabulate

TOKENS = pd.DataFrame(
    {"review_id": ["a", "b", "c"], "label": [1, 0, 1], "tokens": [3, 4, 5], "truncated": [False, False, True]}
)


def test_a_review_is_positive_where_that_is_more_likely_than_not():
    table = tabulate(TOKENS, np.array([0.5, 0.1, 0.51]))
    assert table["prediction"].tolist() == [0, 0, 1]
    assert table["prediction"].dtype == np.int64
    assert table["probability"].tolist() == [0.5, 0.1, 0.51]


@pytest.mark.parametrize("labelled", [True, False])
def test_the_columns_are_those_of_the_contract(labelled):
    tokens = TOKENS if labelled else TOKENS.drop(columns="label")
    columns = ["review_id", "label", "prediction", "probability", "tokens", "truncated"]
    expected = columns if labelled else [name for name in columns if name != "label"]
    assert tabulate(tokens, np.zeros(3)).columns.tolist() == expected


def test_a_probability_for_each_review_is_needed():
    with pytest.raises(ValueError, match="Length of values"):
        tabulate(TOKENS, np.zeros(2))

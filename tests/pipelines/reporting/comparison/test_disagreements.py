import pandas as pd
import pytest

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.reporting.comparison.nodes import list_disagreements
from review_sentiment.pipelines.reporting.comparison.params import DisagreementParams

IDS = ["a", "b", "c", "d"]
REVIEWS = pd.DataFrame(
    {
        "review_id": IDS[::-1],
        "review": ["D", "C", "B", "A"],
        "sentiment": ["negative", "negative", "positive", "positive"],
    }
)


def predict(probabilities, ids=IDS):
    table = pd.DataFrame({"review_id": ids, "label": [1, 1, 0, 0][: len(ids)], "probability": probabilities})
    return table.assign(prediction=(table["probability"] > 0.5).astype(int))


BASELINE = predict([0.1, 0.9, 0.1, 0.9])  # of another opinion than both, which is no disagreement of the two
ONE, TWO = predict([0.6, 0.9, 0.2, 0.4]), predict([0.4, 0.6, 0.9, 0.6])


def test_disagreements_come_the_most_different_first_with_all_probabilities_and_the_text():
    table = list_disagreements(REVIEWS, DisagreementParams(), BASELINE, one=ONE, two=TWO)
    # b: both positive; c differs by 0.7, a and d by 0.2, in the order of the predictions
    assert table["review_id"].tolist() == ["c", "a", "d"]
    assert table["review"].tolist() == ["C", "A", "D"]
    assert table["label"].tolist() == [0, 1, 0]
    assert table["difference"].tolist() == pytest.approx([0.7, 0.2, 0.2])
    assert table["one_probability"].tolist() == [0.2, 0.6, 0.4]
    assert table["two_probability"].tolist() == [0.9, 0.4, 0.6]
    assert table["baseline_probability"].tolist() == [0.1, 0.1, 0.9]


def test_no_more_than_asked_for_are_listed():
    table = list_disagreements(REVIEWS, DisagreementParams(count=1), BASELINE, one=ONE, two=TWO)
    assert table["review_id"].tolist() == ["c"]


def test_one_architecture_has_nobody_to_disagree_with():
    table = list_disagreements(REVIEWS, DisagreementParams(), BASELINE, one=ONE)
    assert table.empty
    assert table.columns.tolist() == [
        *("review_id", "label", "difference", "one_probability", "baseline_probability", "review")
    ]


def test_other_reviews_are_refused():
    with pytest.raises(ReviewSentimentError, match="of one and two are not of the same reviews"):
        list_disagreements(
            REVIEWS, DisagreementParams(), BASELINE, one=ONE, two=predict([0.4, 0.6], ["a", "x"])
        )
    with pytest.raises(ReviewSentimentError, match="of the model and the test split are not of the same"):
        list_disagreements(REVIEWS.iloc[1:], DisagreementParams(), BASELINE, one=ONE, two=TWO)

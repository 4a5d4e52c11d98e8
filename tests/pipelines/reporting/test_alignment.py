import pandas as pd
import pytest

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.reporting.alignment import align


def predict(reviews, labels, predictions):
    return pd.DataFrame({"review_id": list(reviews), "label": labels, "prediction": predictions})


FIRST = predict("abc", [0, 1, 1], [0, 0, 1])


def test_predictions_are_put_in_the_order_of_the_first_model():
    second = predict("cab", [1, 0, 1], [1, 1, 0])
    aligned = align({"one": FIRST, "two": second})
    assert list(aligned) == ["one", "two"]
    assert aligned["two"].index.tolist() == ["a", "b", "c"]
    assert aligned["two"]["prediction"].tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (
            predict("abdx", [0, 1, 1, 1], [0, 0, 1, 0]),
            r"one and two are not of the same reviews: 1 \(such as 'c'\) only in those of one, "
            r"2 \(such as 'd'\) only in those of two",
        ),
        (predict("ab", [0, 1], [0, 0]), "only in those of one, none only in those of two"),
        (predict("abc", [0, 1, 0], [0, 0, 1]), r"of differently labelled reviews: 1 \(such as 'c'\)"),
        (predict("abcb", [0, 1, 1, 1], [0, 0, 1, 1]), "of two hold the review 'b' more than once"),
    ],
)
def test_predictions_of_other_reviews_are_refused_with_the_way_out(second, message):
    with pytest.raises(ReviewSentimentError, match=message) as refused:
        align({"one": FIRST, "two": second})
    assert str(refused.value).endswith("kedro run --pipelines modelling,reporting")

import pandas as pd
import pytest

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.reporting.comparison.nodes import measure_by_negation, measure_by_rating
from review_sentiment.pipelines.reporting.comparison.slices import holds_negation
from review_sentiment.pipelines.reporting.metrics import accuracy
from review_sentiment.pipelines.reporting.params import NegationParams

REVIEWS = pd.DataFrame(
    {
        "review_id": ["a", "b", "c", "d"],
        "review": ["Not good.", "Nothing but fun", "notable", "I didn't sleep"],
        "sentiment": "positive",
        "rating": [-0.6, 2.4, None, 1.6],
    }
)
PREDICTIONS = pd.DataFrame({"review_id": ["d", "c", "b", "a"], "label": 1, "prediction": [1, 0, 0, 1]})
WORDS = NegationParams().words


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("This is NOT it", True),
        ("never again", True),
        ("isn't", True),
        ("isn\u2019t", True),
        ("it isnt", True),
        ("a no-nonsense film", True),
        ("cannot", True),
        ("notable, knotty, nonetheless, snow", False),
        ("n'tn, want, ant", False),
        ("", False),
    ],
)
def test_a_negation_is_a_whole_word_or_an_ending(text, negated):
    assert holds_negation(text, WORDS) is negated


def test_a_word_of_one_s_own_is_taken_literally():
    assert holds_negation("a ni.ht", ["ni.ht"])
    assert not holds_negation("a night", ["ni.ht"])


def test_accuracy_with_and_without_a_negation_is_counted_by_hand():
    table = measure_by_negation(PREDICTIONS, REVIEWS, NegationParams())
    assert table["negation"].tolist() == ["with", "without"]
    assert table["reviews"].tolist() == [3, 1]  # a, b and d; c
    assert table["accuracy"].tolist() == pytest.approx([2 / 3, 0])
    interval = accuracy(PREDICTIONS.iloc[[0, 2, 3]])
    assert table.iloc[0][["accuracy_low", "accuracy_high"]].tolist() == [
        interval["accuracy_low"],
        interval["accuracy_high"],
    ]


def test_a_kind_that_no_review_is_of_has_no_row():
    table = measure_by_negation(PREDICTIONS.iloc[[1]], REVIEWS.iloc[[2]], NegationParams())
    assert table["negation"].tolist() == ["without"]


def test_accuracy_by_rating_is_over_reviews_with_a_rating_to_the_nearest_whole_number():
    table = measure_by_rating(PREDICTIONS, REVIEWS)
    assert table["rating"].tolist() == [-1, 2]
    assert table["reviews"].tolist() == [1, 2]
    assert table["accuracy"].tolist() == [1, 1 / 2]


# eleven whole numbers are few enough; of 0 to 100 tens are left, 45 to an even one
@pytest.mark.parametrize(
    ("ratings", "kinds"),
    [
        (range(11), range(11)),
        (range(101), range(0, 101, 10)),
        ([3.4], [3]),
        ([0.5, 1.5, 2.5, -0.5], [0, 1, 2, 3]),
    ],
)
def test_a_scale_of_many_ratings_is_rounded_further(ratings, kinds):
    ids = [str(place) for place in range(len(ratings))]
    reviews = pd.DataFrame({"review_id": ids, "sentiment": "positive", "rating": ratings})
    predictions = pd.DataFrame({"review_id": ids, "label": 1, "prediction": 1})
    assert measure_by_rating(predictions, reviews)["rating"].tolist() == list(kinds)


@pytest.mark.parametrize("reviews", [REVIEWS.drop(columns="rating"), REVIEWS.assign(rating=float("nan"))])
def test_without_ratings_there_is_a_table_without_rows(reviews, tmp_path):
    table = measure_by_rating(PREDICTIONS, reviews)
    assert table.empty
    table.to_csv(tmp_path / "empty.csv", index=False)
    columns = ["rating", "reviews", "accuracy", "accuracy_low", "accuracy_high"]
    assert pd.read_csv(tmp_path / "empty.csv").columns.tolist() == columns


@pytest.mark.parametrize("other", [REVIEWS.iloc[:3], REVIEWS.assign(sentiment="negative")])
def test_predictions_of_other_reviews_are_refused(other):
    with pytest.raises(ReviewSentimentError, match="They come of different runs"):
        measure_by_negation(PREDICTIONS, other, NegationParams())
    with pytest.raises(ReviewSentimentError, match="They come of different runs"):
        measure_by_rating(PREDICTIONS, other)

import re

import pandas as pd
import pytest
from kedro.io import DatasetError

from review_sentiment.datasets import SyntheticReviewsDataset
from review_sentiment.datasets.synthetic_reviews import ADJECTIVES, all_reviews

SENTENCES = re.compile(r"[A-Z][a-z ]+ was [a-z]+ ([a-z]+)\. I found [a-z ]+ ([a-z]+)\.")


def test_half_of_the_reviews_are_positive_and_no_two_are_the_same():
    reviews = SyntheticReviewsDataset(rows=40).load()
    assert list(reviews.columns) == ["review", "sentiment"]
    assert reviews["sentiment"].value_counts().to_dict() == {"negative": 20, "positive": 20}
    assert reviews["review"].is_unique


def test_reviews_say_what_their_label_says():
    for review, sentiment in SyntheticReviewsDataset(rows=20).load().itertuples(index=False):
        first, second = SENTENCES.fullmatch(review).groups()
        assert {first, second} <= set(ADJECTIVES[sentiment])


def test_the_classes_are_mixed():
    half = SyntheticReviewsDataset(rows=40).load()[:20]
    assert set(half["sentiment"]) == {"negative", "positive"}


def test_the_seed_decides_which_reviews_are_made():
    first, again, other = (SyntheticReviewsDataset(rows=20, seed=seed).load() for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(first, again)
    assert set(first["review"]) != set(other["review"])


# 6 subjects, 6 adverbs and 5 adjectives in the first sentence, 3 and 5 in the second: 2,700
@pytest.mark.parametrize("sentiment", ["negative", "positive"])
def test_there_are_2700_different_reviews_of_each_sentiment(sentiment):
    assert len(set(all_reviews(sentiment))) == len(all_reviews(sentiment)) == 2700


def test_the_first_review_is_made_of_the_first_words():
    expected = "The plot was really wonderful. I found the plot wonderful."
    assert all_reviews("positive")[0] == expected


def test_an_unknown_sentiment_has_no_reviews():
    with pytest.raises(KeyError, match="neutral"):
        all_reviews("neutral")


def test_as_many_reviews_as_there_are_can_be_had():
    assert SyntheticReviewsDataset(rows=5400).load()["review"].nunique() == 5400


@pytest.mark.parametrize("rows", [5402, 5, 0])
def test_numbers_of_reviews_that_cannot_be_are_refused(rows):
    with pytest.raises(DatasetError, match=f"`rows` is {rows}; it can be an even number from 2 to 5,400"):
        SyntheticReviewsDataset(rows=rows)


def test_synthetic_reviews_are_always_there_and_never_written():
    dataset = SyntheticReviewsDataset(rows=4)
    assert dataset.exists()
    with pytest.raises(DatasetError, match="Synthetic reviews are read-only"):
        dataset.save(pd.DataFrame({"review": ["Good"]}))


def test_the_dataset_says_how_many_it_makes():
    assert "rows=4, seed=1" in str(SyntheticReviewsDataset(rows=4, seed=1))

import math

import pandas as pd
import pytest

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.exploration import nodes
from review_sentiment.pipelines.exploration.params import ExamplesParams, WordsParams

WORDS = WordsParams(frequent=2, telling=1, min_count=2, prior_weight=0.25)


@pytest.fixture
def reviews():
    return pd.DataFrame(
        {
            "review_id": ["1", "2", "3", "4", "5"],
            "review": ["Good film", "Bad film", "A good one", "Dull", "dull!"],
            "sentiment": ["positive", "negative", "positive", "negative", "negative"],
        }
    )


@pytest.fixture
def review_sizes():
    return pd.DataFrame(
        {
            "review_id": ["1", "2", "3", "4", "5"],
            "split": ["train", "train", "validation", "test", "test"],
            "sentiment": ["positive", "negative", "positive", "negative", "negative"],
            "words": [2, 2, 3, 1, 1],
            "characters": [9, 8, 10, 4, 5],
        }
    )


def test_reviews_are_measured_in_words_and_characters(reviews, review_sizes):
    measured = nodes.measure_reviews(reviews, reviews[:2], reviews[2:3], reviews[3:])
    pd.testing.assert_frame_equal(measured, review_sizes)


def test_a_review_without_a_split_is_refused(reviews):
    expected = "1 do not, the first with the review_id '5'"
    with pytest.raises(ReviewSentimentError, match=expected):
        nodes.measure_reviews(reviews, reviews[:2], reviews[2:3], reviews[3:4])


def test_a_review_in_two_splits_is_refused(reviews):
    with pytest.raises(ReviewSentimentError, match="1 do not, the first with the review_id '3'"):
        nodes.measure_reviews(reviews, reviews[:3], reviews[2:3], reviews[3:])


def test_the_profile_counts_what_is_kept_and_what_was_removed(reviews, review_sizes):
    removed = pd.DataFrame({"reason": ["missing or empty", "duplicate"], "reviews": [4, 2]})
    profile = nodes.profile_reviews(reviews, review_sizes, removed)
    by_part = profile.set_index("part")
    assert list(by_part.index[:4]) == ["train", "validation", "test", "total"]
    assert list(by_part.index[4:]) == ["removed: missing or empty", "removed: duplicate"]
    assert list(by_part["reviews"]) == [2, 1, 2, 5, 4, 2]
    assert list(by_part["negative"][:4]) == [1, 0, 2, 3]
    assert list(by_part["positive_share"][:4]) == [0.5, 1, 0, 0.4]
    # "Dull" and "dull!" differ in case and punctuation alone.
    assert list(by_part["duplicates"][:4]) == [0, 0, 1, 1]
    assert list(by_part["missing"][:4]) == [0, 0, 0, 0]


def test_the_profile_describes_sizes(reviews, review_sizes):
    profile = nodes.profile_reviews(reviews, review_sizes, pd.DataFrame({"reason": [], "reviews": []}))
    total = profile.set_index("part").loc["total"]
    # words 1 1 2 2 3, characters 4 5 8 9 10
    words = ["words_mean", "words_median", "words_p95", "words_max"]
    characters = ["characters_mean", "characters_median", "characters_p95", "characters_max"]
    assert list(total[words]) == [1.8, 2, 3, 3]
    assert list(total[characters]) == [7.2, 8, 10, 10]


def test_the_profile_is_written_in_whole_numbers(reviews, review_sizes):
    removed = pd.DataFrame({"reason": ["duplicate"], "reviews": [2]})
    lines = nodes.profile_reviews(reviews, review_sizes, removed).to_csv(index=False).splitlines()
    assert lines[1] == "train,2,1,1,0.5,0,0,2.0,2,2,2,8.5,8.5,9,9"
    assert lines[5] == "removed: duplicate,2" + "," * 13


def test_missing_texts_are_counted(reviews, review_sizes):
    reviews.loc[0, "review"] = None
    reviews.loc[1, "review"] = "  "
    removed = pd.DataFrame({"reason": [], "reviews": []})
    profile = nodes.profile_reviews(reviews, review_sizes, removed).set_index("part")
    assert profile.loc["train", "missing"] == 2
    assert profile.loc["train", "duplicates"] == 0


# "good" and "film" get 1 pseudo-count where both classes together use them 4 times; the odds are
# those of `test_log_odds_and_z_scores_are_those_worked_out_by_hand`.
def test_words_come_with_counts_and_scores():
    train_reviews = pd.DataFrame(
        {
            "review": [
                "film bad film bad",
                "film film bad good",
                "good good good film",
                "film film film bad",
            ],
            "sentiment": ["negative", "negative", "positive", "positive"],
        }
    )
    statistics = nodes.measure_words(train_reviews, WORDS).set_index("word")
    assert list(statistics.index) == ["film", "bad", "good"]
    assert list(statistics["negative"]) == [4, 3, 1]
    assert list(statistics["positive"]) == [4, 1, 3]
    delta = math.log(2.5)
    assert list(statistics["log_odds"]) == pytest.approx([0, -delta, delta])
    assert statistics.loc["good", "z_score"] == pytest.approx(delta / math.sqrt(0.75))


def test_words_need_both_classes(reviews):
    with pytest.raises(ReviewSentimentError, match="0 in positive ones"):
        nodes.measure_words(reviews[3:], WORDS)


# Sorted by words the negative reviews are e d c b a; three groups of equal size have their middles
# at 5/6, 15/6 and 25/6, which are d's, c's and a's places 0, 2 and 4 counted from 0.
def test_examples_are_spread_over_the_lengths_of_each_class():
    train_reviews = pd.DataFrame(
        {
            "review_id": list("abcdef"),
            "review": ["t t t t t", "t t t t", "t t t", "t t", "t", "short"],
            "sentiment": ["negative"] * 5 + ["positive"],
        }
    )
    sizes = pd.DataFrame({"review_id": list("fedcba"), "words": [1, 1, 2, 3, 4, 5]})
    examples = nodes.pick_examples(train_reviews, sizes, ExamplesParams(per_class=3))
    assert list(examples.columns) == ["review_id", "sentiment", "words", "review"]
    assert list(examples["review_id"]) == ["e", "c", "a", "f"]
    assert list(examples["words"]) == [1, 3, 5, 1]


def test_examples_of_unmeasured_reviews_are_refused(reviews, review_sizes):
    twice = pd.concat([review_sizes, review_sizes])
    with pytest.raises(pd.errors.MergeError, match="not a one-to-one merge"):
        nodes.pick_examples(reviews, twice, ExamplesParams(per_class=1))

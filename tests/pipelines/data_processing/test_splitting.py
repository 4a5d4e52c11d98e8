import re
from itertools import zip_longest

import pandas as pd
import pytest

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.data_processing.splitting import check_classes, draw_split, follow_given_split


def make_reviews(negative, positive, split=None):
    """Negative and positive reviews in turn, as long as there are both."""
    pairs = zip_longest(["negative"] * negative, ["positive"] * positive)
    classes = [sentiment for pair in pairs for sentiment in pair if sentiment]
    ids = [str(row) for row in range(len(classes))]
    reviews = pd.DataFrame({"review_id": ids, "review": ids, "sentiment": classes})
    return reviews.assign(split=split) if split else reviews


def ids(*tables):
    return [list(table["review_id"]) for table in tables]


def count_classes(*tables):
    return [
        ((table["sentiment"] == "negative").sum(), (table["sentiment"] == "positive").sum())
        for table in tables
    ]


def test_both_classes_pass():
    reviews = make_reviews(1, 1)
    before = reviews.copy()
    check_classes(reviews)
    pd.testing.assert_frame_equal(reviews, before)


@pytest.mark.parametrize(
    ("negative", "positive", "message"),
    [
        (3, 0, "The 3 usable reviews are negative; a classifier needs both"),
        (0, 1200, "The 1,200 usable reviews are positive; a classifier needs both"),
        (0, 0, "The 0 usable reviews are none; a classifier needs both"),
    ],
)
def test_a_single_class_is_refused(negative, positive, message):
    with pytest.raises(ReviewSentimentError, match=message):
        check_classes(make_reviews(negative, positive))


# 70, 10 and 20 % of 40 and of 60 reviews
def test_drawn_splits_have_exact_sizes_and_the_same_share_of_each_class():
    splits = draw_split(make_reviews(40, 60), 0.1, 0.2, seed=0)
    assert [len(table) for table in splits] == [70, 10, 20]
    assert count_classes(*splits) == [(28, 42), (4, 6), (8, 12)]


@pytest.mark.parametrize(
    ("validation_fraction", "test_fraction", "sizes"),
    [
        (0.1, 0.3, [60, 10, 30]),
        (0.15, 0.15, [70, 15, 15]),
        (0.1, 0.15, [75, 10, 15]),
        (0.2, 0.4, [40, 20, 40]),
    ],
)
def test_sizes_are_not_off_by_a_rounding_error(validation_fraction, test_fraction, sizes):
    splits = draw_split(make_reviews(50, 50), validation_fraction, test_fraction, seed=0)
    assert [len(table) for table in splits] == sizes


def test_drawn_splits_divide_the_rows_and_keep_their_order():
    reviews = make_reviews(20, 30)
    before = reviews.copy()
    splits = draw_split(reviews, 0.1, 0.2, seed=0)
    together = pd.concat(splits).sort_values("review_id", key=lambda name: name.astype(int))
    pd.testing.assert_frame_equal(together.reset_index(drop=True), before)
    for table in splits:
        assert list(table.index) == list(range(len(table)))
        assert list(table["review_id"].astype(int)) == sorted(table["review_id"].astype(int))
    pd.testing.assert_frame_equal(reviews, before)


def test_the_seed_alone_decides_what_is_drawn():
    reviews = make_reviews(40, 60)
    first = ids(*draw_split(reviews, 0.1, 0.2, seed=0))
    assert ids(*draw_split(reviews, 0.1, 0.2, seed=0)) == first
    for drawn, other in zip(first, ids(*draw_split(reviews, 0.1, 0.2, seed=1)), strict=True):
        assert drawn != other


# 20 % of 10 reviews a class are 2, and 10 % are 1
def test_the_fewest_reviews_that_can_be_divided_give_each_split_both_classes():
    assert count_classes(*draw_split(make_reviews(10, 10), 0.1, 0.2, seed=0)) == [(7, 7), (1, 1), (2, 2)]


@pytest.mark.parametrize(
    ("negative", "fractions", "message"),
    [
        (4, (0.25, 0.2), "10 reviews are too few for a test split of 20%: .* at least 5"),
        (3, (0.35, 0.3), "9 reviews are too few for a test split of 30%: .* at least 4"),
    ],
)
def test_too_few_reviews_are_refused_with_the_number_needed(negative, fractions, message):
    with pytest.raises(ReviewSentimentError, match=message):
        draw_split(make_reviews(negative, 6), *fractions, seed=0)


# 60 and 25 % of 17 reviews are 10.2 and 4.25, and both are rounded up
def test_fractions_that_leave_no_two_reviews_to_learn_from_are_refused():
    with pytest.raises(
        ReviewSentimentError, match="11 for validation and 5 for the test leave 1 to learn from"
    ):
        draw_split(make_reviews(7, 10), 0.6, 0.25, seed=0)


@pytest.mark.parametrize("each", [4, 7])
def test_as_many_reviews_as_the_message_says_are_enough(each):
    with pytest.raises(ReviewSentimentError, match="needs at least") as refused:
        draw_split(make_reviews(each, each), 0.1, 0.2, seed=0)
    needed = int(re.search(r"needs at least (\d+)", str(refused.value))[1])
    splits = draw_split(make_reviews(needed, needed), 0.1, 0.2, seed=0)
    assert all(negative and positive for negative, positive in count_classes(*splits))


def test_given_splits_are_kept_as_they_are():
    given = ["test", "test", "train", "train", "validation", "validation", "train", "train"]
    reviews = make_reviews(4, 4, split=given)
    before = reviews.copy()
    train, validation, test = follow_given_split(reviews, 0.5, seed=0)
    assert ids(train, validation, test) == [["2", "3", "6", "7"], ["4", "5"], ["0", "1"]]
    assert list(train.columns) == ["review_id", "review", "sentiment"]
    assert list(validation.index) == [0, 1]
    pd.testing.assert_frame_equal(reviews, before)


# a quarter of 4 negative and 4 positive training reviews is one of each
def test_validation_is_carved_out_of_train_alone():
    reviews = make_reviews(6, 6, split=["train"] * 8 + ["test"] * 4)
    before = reviews.copy()
    train, validation, test = follow_given_split(reviews, 0.25, seed=0)
    assert ids(test) == [["8", "9", "10", "11"]]
    assert count_classes(train, validation) == [(3, 3), (1, 1)]
    assert sorted(train["review_id"].tolist() + validation["review_id"].tolist()) == list("01234567")
    assert list(validation.columns) == ["review_id", "review", "sentiment"]
    pd.testing.assert_frame_equal(reviews, before)


def test_the_seed_decides_what_is_carved_out():
    reviews = make_reviews(40, 40, split=["train"] * 60 + ["test"] * 20)
    _, first, _ = follow_given_split(reviews, 0.2, seed=0)
    _, again, _ = follow_given_split(reviews, 0.2, seed=0)
    _, other, _ = follow_given_split(reviews, 0.2, seed=1)
    assert ids(again) == ids(first)
    assert ids(other) != ids(first)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["train", "train", "validation", "validation"], "names 0 usable test rows; the test split needs"),
        (["test", "test", "validation", "validation"], "names 0 usable train rows; the train split needs"),
        (
            ["train", "train", "test", "validation"],
            "names 1 usable validation rows, all positive; .* negative and positive",
        ),
        (["train", "validation", "test", "test"], "names 1 usable train rows, all negative; .* negative"),
    ],
)
def test_a_given_split_without_both_classes_is_refused(given, message):
    with pytest.raises(ReviewSentimentError, match=message):
        follow_given_split(make_reviews(2, 2, split=given), 0.5, seed=0)


def test_a_given_validation_split_of_one_class_is_refused():
    reviews = make_reviews(3, 3, split=["train", "train", "test", "test", "validation", "train"])
    with pytest.raises(ReviewSentimentError, match="names 1 usable validation rows"):
        follow_given_split(reviews, 0.5, seed=0)


def test_too_few_training_reviews_to_carve_validation_from_are_refused():
    reviews = make_reviews(6, 6, split=["train"] * 8 + ["test"] * 4)
    expected = "8 reviews are too few for a validation split of 10%: .* has 4 and needs at least 10"
    with pytest.raises(ReviewSentimentError, match=expected):
        follow_given_split(reviews, 0.1, seed=0)

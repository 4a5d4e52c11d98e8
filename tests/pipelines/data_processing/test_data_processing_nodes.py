import pandas as pd
import pytest

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.data_processing import nodes
from review_sentiment.pipelines.data_processing.duplicates import normalise
from review_sentiment.pipelines.data_processing.params import SplitParams

SPLIT = SplitParams(validation_fraction=0.1, test_fraction=0.2)


@pytest.fixture
def raw_reviews():
    return pd.DataFrame(
        {
            "Sentiment": ["Pos", "0", None, "NEGATIVE"],
            "review": ["Good", "NA", None, "null"],
            "id": ["007", "b", "c", "d"],
            "rating": ["9", None, "5", "1.5"],
            "split": ["train", "Test", "train", "validation"],
        },
        index=[3, 1, 4, 2],
    )


@pytest.fixture
def checked_reviews():
    return pd.DataFrame(
        {
            "review_id": ["1", "2", "3", "4", "5", "6", "7", "8"],
            "review": ["Good<br />film", None, "good FILM!", "<br />", "A &amp; B", " ", ":)", "Good film"],
            "sentiment": ["positive", None, "negative", "positive", "negative", None, "positive", "positive"],
        }
    )


def make_reviews(each, **columns):
    """As many reviews of either class, in turn."""
    classes = ["negative", "positive"] * each
    texts = [f"text {number}" for number in range(2 * each)]
    return pd.DataFrame({"review_id": texts, "review": texts, "sentiment": classes, **columns})


def test_a_raw_table_is_put_in_the_projects_terms(raw_reviews):
    before = raw_reviews.copy()
    checked = nodes.check_table(raw_reviews)
    expected = pd.DataFrame(
        {
            "review_id": ["007", "b", "c", "d"],
            "review": ["Good", "NA", None, "null"],
            "sentiment": ["positive", "negative", None, "negative"],
            "rating": [9, None, 5, 1.5],
            "split": ["train", "test", "train", "validation"],
        }
    )
    pd.testing.assert_frame_equal(checked, expected)
    pd.testing.assert_frame_equal(raw_reviews, before)


def test_a_table_of_reviews_and_labels_is_enough():
    checked = nodes.check_table(pd.DataFrame({"review": ["Good", "Dull"], "sentiment": [1.0, 0.0]}))
    expected = pd.DataFrame(
        {"review_id": ["1", "2"], "review": ["Good", "Dull"], "sentiment": ["positive", "negative"]}
    )
    pd.testing.assert_frame_equal(checked, expected)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"Sentiment": ["Pos", "meh", None, "bad"]},
            "`sentiment`, row 2 .*: 'meh'; .* Rows like it: 2 of 4",
        ),
        (
            {"Sentiment": [None, "0", None, "1"]},
            "`sentiment`, row 1 .*: empty; .* Rows like it: 1 of 4",
        ),
        ({"review": [1, 2, 3, 4]}, "Column `review` holds nothing but numbers"),
        ({"rating": ["9", "1", "5", "top"]}, "Column `rating`, row 4 .*: 'top'"),
        ({"split": ["train", "test", "dev", "test"]}, "Column `split`, row 3 .*: 'dev'"),
    ],
)
def test_a_table_with_a_value_that_is_not_allowed_is_refused(raw_reviews, change, message):
    with pytest.raises(ReviewSentimentError, match=message):
        nodes.check_table(raw_reviews.assign(**change))


def test_a_table_without_labels_is_refused(raw_reviews):
    with pytest.raises(ReviewSentimentError, match="exactly one column `sentiment`"):
        nodes.check_table(raw_reviews.drop(columns="Sentiment"))


def test_reviews_are_cleaned_and_those_without_text_and_copies_removed_and_counted(checked_reviews):
    before = checked_reviews.copy()
    reviews, removed = nodes.clean_reviews(checked_reviews)
    expected = pd.DataFrame(
        {
            "review_id": ["1", "5", "7"],
            "review": ["Good film", "A & B", ":)"],
            "sentiment": ["positive", "negative", "positive"],
        }
    )
    pd.testing.assert_frame_equal(reviews, expected)
    assert list(removed.columns) == ["reason", "reviews"]
    assert sorted(removed.itertuples(index=False, name=None)) == [
        *(("duplicate", 1), ("duplicate, with the other sentiment", 1), ("missing or empty", 3))
    ]
    pd.testing.assert_frame_equal(checked_reviews, before)


@pytest.mark.parametrize("text", ["NA", "null", "nan", "None"])
def test_a_review_that_says_nothing_is_missing_is_kept(text):
    raw = pd.DataFrame({"review": [text, "Good"], "sentiment": ["neg", "pos"]})
    reviews, removed = nodes.clean_reviews(nodes.check_table(raw))
    assert list(reviews["review"]) == [text, "Good"]
    assert removed.empty


def test_of_copies_with_different_labels_the_first_stays():
    raw = pd.DataFrame({"review": ["Not bad.", "not BAD"], "sentiment": ["pos", "neg"]})
    reviews, removed = nodes.clean_reviews(nodes.check_table(raw))
    assert list(reviews["sentiment"]) == ["positive"]
    assert list(removed.loc[0]) == ["duplicate, with the other sentiment", 1]


def test_train_rows_that_stand_in_test_are_removed_and_counted():
    checked = make_reviews(3, split=["train", "test", "train", "test", "train", "train"])
    checked["review"] = ["Good", "good!", "Dull", "GOOD", None, "Fine"]
    reviews, removed = nodes.clean_reviews(checked)
    assert list(reviews["review"]) == ["good!", "Dull", "GOOD", "Fine"]
    assert list(reviews["split"]) == ["test", "train", "test", "train"]
    told = {"in the test split too, with the other sentiment": 1, "missing or empty": 1}
    assert dict(removed.itertuples(index=False)) == told


def test_reviews_that_are_all_empty_leave_none():
    reviews, removed = nodes.clean_reviews(make_reviews(1).assign(review=["<br />", None]))
    assert list(reviews.columns) == ["review_id", "review", "sentiment"]
    assert reviews.empty
    assert list(removed.itertuples(index=False, name=None)) == [("missing or empty", 2)]


def test_cleaning_needs_a_checked_table():
    with pytest.raises(KeyError, match="review"):
        nodes.clean_reviews(pd.DataFrame({"text": ["Good"]}))


def test_splits_are_drawn_where_none_is_given():
    reviews = make_reviews(50)
    before = reviews.copy()
    splits = nodes.split_reviews(reviews, SPLIT, seed=0)
    assert [len(table) for table in splits] == [70, 10, 20]
    assert [(table["sentiment"] == "positive").sum() for table in splits] == [35, 5, 10]
    pd.testing.assert_frame_equal(reviews, before)


def test_the_seed_decides_which_splits_are_drawn():
    reviews = make_reviews(50)
    (first, *_), (again, *_), (other, *_) = (nodes.split_reviews(reviews, SPLIT, seed) for seed in (0, 0, 1))
    pd.testing.assert_frame_equal(first, again)
    assert list(first["review_id"]) != list(other["review_id"])


def test_a_given_split_is_kept_and_validation_carved_out_of_train():
    reviews = make_reviews(12, split=["test"] * 4 + ["train"] * 20)
    train, validation, test = nodes.split_reviews(reviews, SPLIT, seed=0)
    assert list(test["review_id"]) == [f"text {number}" for number in range(4)]
    assert [len(train), len(validation)] == [18, 2]
    assert not set(train["review_id"]) & set(validation["review_id"])


@pytest.mark.parametrize(
    ("reviews", "message"),
    [
        (make_reviews(3)[::2], "The 3 usable reviews are negative; a classifier needs both"),
        (make_reviews(4), "8 reviews are too few for a"),
        (make_reviews(4, split="train"), "Column `split` names 0 usable test rows"),
    ],
)
def test_reviews_that_cannot_be_divided_are_refused(reviews, message):
    with pytest.raises(ReviewSentimentError, match=message):
        nodes.split_reviews(reviews, SPLIT, seed=0)


@pytest.mark.parametrize("given", [False, True])
def test_no_text_stands_in_two_splits_whatever_its_case_and_punctuation(given):
    raw = make_reviews(90).rename(columns={"review_id": "id"})
    # 60 texts, each three times over, of either class
    variants = ["Text {}", "text, {}!", "TEXT<br />{}"]
    raw["review"] = [variants[row // 60].format(row % 60) for row in range(180)]
    if given:
        # 7 rows in turn, 60 rows between copies: they stand in different splits
        raw["split"] = (["test", "train", "train", "train", "train", "validation", "train"] * 26)[:180]
    reviews, _ = nodes.clean_reviews(nodes.check_table(raw))
    splits = nodes.split_reviews(reviews, SPLIT, seed=0)
    texts = [set(table["review"].map(normalise)) for table in splits]
    assert sum(map(len, texts)) == len(set.union(*texts)) == 60


def test_unlabelled_texts_are_cleaned_and_each_kept_once():
    raw = pd.DataFrame(
        {"Review": ["A &amp; B", None, "<br />", "Slow<br />start", "a & b!", "slow START"], "id": 1}
    )
    before = raw.copy()
    unlabelled = nodes.clean_unlabelled_reviews(raw, pd.DataFrame({"review": ["Good"]}))
    pd.testing.assert_frame_equal(unlabelled, pd.DataFrame({"review": ["A & B", "Slow start"]}))
    pd.testing.assert_frame_equal(raw, before)


def test_no_review_of_any_split_is_among_the_unlabelled_texts(splits):
    reviews = pd.concat(splits)
    raw = pd.DataFrame({"review": [*reviews["review"].str.upper(), "Seen by nobody"]})
    assert list(nodes.clean_unlabelled_reviews(raw, reviews)["review"]) == ["Seen by nobody"]


def test_there_need_not_be_unlabelled_texts():
    unlabelled = nodes.clean_unlabelled_reviews(pd.DataFrame({"review": []}), make_reviews(1))
    assert list(unlabelled.columns) == ["review"]
    assert unlabelled.empty


def test_unlabelled_texts_need_their_column():
    with pytest.raises(ReviewSentimentError, match=r"exactly one column `review`\. Its columns are: 'text'"):
        nodes.clean_unlabelled_reviews(pd.DataFrame({"text": ["Good"]}), make_reviews(1))

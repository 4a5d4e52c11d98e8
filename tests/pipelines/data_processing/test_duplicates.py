import pandas as pd
import pytest

from review_sentiment.pipelines.data_processing.duplicates import find_duplicates, normalise

LEAK = "in the test split too"


def reasons(texts, splits=None, sentiments="positive", **options):
    columns = {"review": texts, "sentiment": sentiments, **({} if splits is None else {"split": splits})}
    reviews = pd.DataFrame(columns, **options)
    before = reviews.copy()
    found = find_duplicates(reviews)
    pd.testing.assert_frame_equal(reviews, before)
    assert list(found.index) == list(reviews.index)
    return list(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Good, GOOD film!", "good good film"),
        ("good_film...", "good film"),
        ("8/10", "8 10"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("Amélie!", "amélie"),
        (":-)", ":-)"),
        ("!!!", "!!!"),
    ],
)
def test_texts_are_compared_by_letters_and_digits_if_they_have_any(text, expected):
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("one", "other"), [(":-)", ":-("), ("good", "good 2"), ("not good", "good"), ("\U0001f44d", "\U0001f44e")]
)
def test_different_texts_stay_different(one, other):
    assert normalise(one) != normalise(other)


def test_of_copies_the_first_stays_whatever_its_case_and_punctuation():
    texts = ["Good film.", "Dull", "good, FILM!", "GOOD FILM", "Good films"]
    assert reasons(texts) == ["", "", "duplicate", "duplicate", ""]


def test_a_copy_that_contradicts_the_one_that_stays_is_told_apart():
    sentiments = ["positive", "negative", "negative", "positive"]
    assert reasons(["a", "A", "b", "a."], sentiments=sentiments) == [
        *("", "duplicate, with the other sentiment", "", "duplicate")
    ]
    splits = ["train", "train", "test", "test"]
    assert (
        reasons(["a", "b", "a", "b"], splits, sentiments)
        == [f"{LEAK}, with the other sentiment"] * 2 + [""] * 2
    )


def test_smileys_are_copies_of_themselves_alone():
    assert reasons([":)", ":(", ":)"]) == ["", "", "duplicate"]


def test_every_test_row_stays_and_its_copies_elsewhere_go():
    texts = ["Good", "good!", "Good.", "Dull", "DULL", "Fine"]
    splits = ["train", "test", "test", "validation", "test", "train"]
    assert reasons(texts, splits) == [LEAK, "", "", LEAK, "", ""]


def test_a_train_row_that_stands_in_test_leaks_however_often_it_is_there():
    assert reasons(["Good", "good", "GOOD"], ["train", "train", "test"]) == [LEAK, LEAK, ""]


def test_a_text_of_both_train_and_validation_is_a_validation_row():
    splits = ["train", "validation", "train", "validation"]
    assert reasons(["Good", "good", "Dull", "good!"], splits) == ["duplicate", "", "", "duplicate"]


def test_the_first_copy_stays_among_many_rows():
    texts = [f"text {number // 2}" for number in range(100)]
    assert reasons(texts, ["train"] * 50 + ["validation"] * 50) == ["", "duplicate"] * 50


def test_the_first_copy_stays_whatever_type_the_splits_have():
    texts = [f"text {number // 2}" for number in range(100)]
    splits = pd.Series(["train"] * 50 + ["validation"] * 50, dtype=object)
    assert reasons(texts, splits) == ["", "duplicate"] * 50


def test_rows_keep_their_numbers():
    splits = ["train", "train", "test"]
    assert reasons(["Good", "good", "Dull"], splits, index=[7, 3, 5]) == ["", "duplicate", ""]


def test_without_reviews_there_is_nothing_to_find():
    with pytest.raises(KeyError, match="review"):
        find_duplicates(pd.DataFrame({"text": ["Good"]}))

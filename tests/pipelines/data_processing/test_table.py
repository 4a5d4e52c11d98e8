import pandas as pd
import pyarrow as pa
import pytest

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.data_processing import table

ALL = pd.Series([True, True, True])  # rows hold a review


def column(name, values, **options):
    return pd.Series(values, name=name, **options)


def read_labels(values, needed=None, **options):
    labels = column("sentiment", values, **options)
    return list(table.read_labels(labels, pd.Series(needed or [True] * len(labels))))


def test_columns_with_a_meaning_are_picked_under_their_own_names():
    raw = pd.DataFrame({"ID": ["a"], " Review ": ["Good"], "rating": [7], "SENTIMENT": ["pos"]}, index=[5])
    before = raw.copy()
    picked = table.pick_columns(raw)
    expected = pd.DataFrame({"review": ["Good"], "sentiment": ["pos"], "id": ["a"], "rating": [7]}).astype(
        object
    )
    pd.testing.assert_frame_equal(picked, expected)
    pd.testing.assert_frame_equal(raw, before)


def test_other_columns_are_ignored_and_said_to_be(caplog):
    raw = pd.DataFrame({"review": ["Good"], "Stars": [3], "sentiment": ["pos"], 0: ["x"]})
    assert list(table.pick_columns(raw)) == ["review", "sentiment"]
    assert caplog.messages == ["Ignored columns: 'stars', '0'"]


def test_nothing_is_said_where_every_column_has_a_meaning(caplog):
    raw = pd.DataFrame({"review": ["Good"], "sentiment": ["pos"], "split": ["test"]})
    assert list(table.pick_columns(raw)) == ["review", "sentiment", "split"]
    assert not caplog.messages


def test_reviews_alone_are_enough_where_no_label_is_required():
    raw = pd.DataFrame({"review": ["Good"], "sentiment": ["?"]})
    assert list(table.pick_columns(raw, required=("review",))) == ["review"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (["text", "sentiment"], "one column `review`. Its columns are: 'text', 'sentiment'."),
        (["review", "Label"], "one column `sentiment`. Its columns are: 'review', 'Label'."),
        (["review", "Review ", "sentiment"], "one column `review`. Its columns are: 'review', 'Review ',"),
        ([], "one column `review`. Its columns are: none."),
    ],
)
def test_a_missing_or_repeated_column_is_refused_with_those_found(columns, message):
    with pytest.raises(ReviewSentimentError, match=message):
        table.pick_columns(pd.DataFrame([["x"] * len(columns)], columns=columns))


@pytest.mark.parametrize("name", ["id", "rating", "split"])
def test_a_repeated_optional_column_is_refused(name):
    raw = pd.DataFrame([["Good", "pos", "1", "2"]], columns=["review", "sentiment", name, name.upper()])
    with pytest.raises(ReviewSentimentError, match=f"one column `{name}`"):
        table.pick_columns(raw)


def test_a_table_without_rows_is_refused():
    with pytest.raises(ReviewSentimentError, match="a header and no rows"):
        table.pick_columns(pd.DataFrame({"review": [], "sentiment": []}))


def test_rows_are_numbered_from_1_where_they_have_no_identifier():
    assert list(table.identify(pd.DataFrame({"review": ["a", "b", "c"]}), ALL)) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("identifiers", "expected"),
    [(["007", "x", "8"], ["007", "x", "8"]), ([30, 10, 20], ["30", "10", "20"])],
)
def test_identifiers_are_kept_as_text(identifiers, expected, caplog):
    assert list(table.identify(pd.DataFrame({"id": identifiers}), ALL)) == expected
    assert not caplog.messages


@pytest.mark.parametrize(
    ("identifiers", "missing", "repeated"),
    [(["a", "b", "a"], 0, 1), (["a", None, "b"], 1, 0), ([None, 2, None], 2, 0), (["a", "a", "a"], 0, 2)],
)
def test_incomplete_or_repeated_identifiers_give_way_to_row_numbers(identifiers, missing, repeated, caplog):
    assert list(table.identify(pd.DataFrame({"id": identifiers}), ALL)) == ["1", "2", "3"]
    assert f"`id` is missing in {missing} rows and repeats another in {repeated}:" in caplog.text


@pytest.mark.parametrize("empty", [None, "x"])
def test_a_row_without_a_review_costs_the_others_no_identifier(empty, caplog):
    raw = pd.DataFrame(
        {"id": ["x", empty, "y"], "review": ["a", " ", "b"], "sentiment": ["pos", None, "neg"]}
    )
    assert list(table.standardise(raw)["review_id"]) == ["x", "row 2", "y"]
    assert not caplog.messages


def test_a_row_without_a_review_makes_no_fractions_of_the_others_numbers():
    raw = pd.DataFrame({"id": [30, 10, None], "review": ["a", "b", None], "sentiment": "pos"})
    assert list(table.standardise(raw)["review_id"]) == ["30", "10", "row 3"]


def test_identifiers_that_are_the_same_text_give_way_to_row_numbers():
    identifiers = pd.Series([1, "1", 2], dtype=object)
    assert list(table.identify(pd.DataFrame({"id": identifiers}), ALL)) == ["1", "2", "3"]


def test_reviews_are_text_and_only_a_missing_one_is_missing():
    texts = table.read_texts(column("review", ["NA", "null", None, "10", " "]))
    assert list(texts[[0, 1, 3, 4]]) == ["NA", "null", "10", " "]
    assert list(texts.isna()) == [False, False, True, False, False]


def test_a_review_of_a_number_among_texts_is_text():
    assert list(table.read_texts(column("review", [1984, "Dull"]))) == ["1984", "Dull"]


def test_reviews_that_are_all_missing_stay_missing():
    assert table.read_texts(column("review", [None, None])).isna().all()


@pytest.mark.parametrize("numbers", [[None, 7, 8], ["7.5", "8"]])
def test_a_column_of_numbers_is_no_reviews(numbers):
    with pytest.raises(ReviewSentimentError, match=r"`review` holds nothing but numbers.* expected is text"):
        table.read_texts(column("review", numbers))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["positive", "negative"], ["positive", "negative"]),
        (["POSITIVE", "Negative"], ["positive", "negative"]),
        ([" pos", "NEG\n"], ["positive", "negative"]),
        ([1, 0], ["positive", "negative"]),
        ([1.0, 0.0], ["positive", "negative"]),
        (["1", "0"], ["positive", "negative"]),
        (["1.0", "0.0"], ["positive", "negative"]),
        ([1, "neg", 0.0, "Pos"], ["positive", "negative", "negative", "positive"]),
    ],
)
def test_labels_are_read_in_every_spelling_that_is_promised(values, expected):
    assert read_labels(values) == expected


@pytest.mark.parametrize("dtype", ["category", "object", "str"])
def test_labels_are_read_whatever_their_type(dtype):
    assert read_labels(["neg", "pos"], dtype=dtype) == ["negative", "positive"]


def test_a_label_may_be_missing_or_wrong_where_there_is_no_review():
    negative, missing, wrong = read_labels(["neg", None, "meh"], needed=[True, False, False])
    assert negative == "negative"
    assert pd.isna(missing)
    assert pd.isna(wrong)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["pos", "neutral", "neg", "meh"], "row 2 .*: 'neutral'; .* 2 of 4"),
        (["pos", None], "row 2 .*: empty; .* 1 of 2"),
        (["good", "bad"], "row 1 .*: 'good'; .* 2 of 2"),
        (["-1", "1"], "row 1 .*: '-1'; .* 1 of 2"),
        (["0.7", "1"], "row 1 .*: '0.7'; .* 1 of 2"),
    ],
)
def test_an_unknown_label_is_refused_with_its_place_and_count(values, found):
    where = "Column `sentiment`, " + found.replace(" .*: ", r" \(the first below the header is 1\): ")
    with pytest.raises(ReviewSentimentError, match=where):
        read_labels(values)


def test_an_unknown_label_is_refused_with_what_was_expected():
    with pytest.raises(ReviewSentimentError, match="expected is positive / negative, pos / neg or 1 / 0"):
        read_labels(["pos", "unsup"])


@pytest.mark.parametrize(("values", "found"), [([1, 2], ": 2;"), ([0.0, 0.5], ": 0.5;"), ([True], ": True;")])
def test_an_unknown_label_is_shown_as_it_stands_in_the_table(values, found):
    with pytest.raises(ReviewSentimentError, match=found):
        read_labels(values)


def test_the_column_is_not_written_to():
    labels = column("sentiment", ["POS", "neg"])
    table.read_labels(labels, pd.Series([True, True]))
    assert list(labels) == ["POS", "neg"]


def test_splits_are_read_in_any_case():
    splits = table.read_splits(column("split", ["Train", " TEST ", "validation"]), ALL)
    assert list(splits) == ["train", "test", "validation"]


@pytest.mark.parametrize(("value", "shown"), [("valid", "'valid'"), (None, "empty")])
def test_an_unknown_split_is_refused(value, shown):
    found = f"Column `split`, row 3 .*: {shown}; expected is train / validation / test. .*: 1 of 3"
    with pytest.raises(ReviewSentimentError, match=found):
        table.read_splits(column("split", ["train", "test", value]), ALL)


@pytest.mark.parametrize("nothing", [None, " "])
def test_a_row_without_a_review_needs_no_split(nothing):
    splits = table.read_splits(column("split", ["train", nothing]), pd.Series([True, False]))
    assert splits[0] == "train"
    with pytest.raises(ReviewSentimentError, match=r"row 2 .*'trian'; expected"):
        table.read_splits(column("split", ["train", "trian"]), pd.Series([True, False]))


def test_ratings_are_numbers_or_nothing():
    ratings = table.read_ratings(column("rating", ["7", " 2.5", None, "-1"]))
    assert list(ratings[[0, 1, 3]]) == [7, 2.5, -1]
    assert pd.isna(ratings[2])


def test_a_rating_that_is_no_number_is_refused():
    found = "Column `rating`, row 2 .*: 'ten'; expected is a number or nothing. Rows like it: 1 of 3"
    with pytest.raises(ReviewSentimentError, match=found):
        table.read_ratings(column("rating", ["7", "ten", None]))


@pytest.mark.parametrize(
    ("column", "dtype"),
    [
        *[("review", dtype) for dtype in ("category", "string", pd.ArrowDtype(pa.string()))],
        *[("id", dtype) for dtype in ("category", "Float64", "float32", pd.ArrowDtype(pa.float64()))],
        *[("sentiment", dtype) for dtype in ("category", "Int64", pd.ArrowDtype(pa.int8()))],
        *[("rating", dtype) for dtype in ("category", "Float64", pd.ArrowDtype(pa.decimal128(3, 1)))],
    ],
)
def test_a_column_is_read_whatever_its_type(column, dtype):
    raw = pd.DataFrame(
        {
            "id": [7, 8, None],
            "review": ["a film", "a film", None],
            "sentiment": [0, 1, 1],
            "rating": [1.5, 2, 3],
        }
    )
    checked = table.standardise(raw.astype({column: dtype}))
    assert checked["review_id"].tolist() == ["7", "8", "row 3"]
    assert checked["review"].tolist()[:2] == ["a film", "a film"]
    assert checked["sentiment"].tolist() == ["negative", "positive", "positive"]
    assert checked["rating"].tolist() == [1.5, 2, 3]


@pytest.mark.parametrize("largest", [2.0**63, 1e300])
def test_an_identifier_may_be_any_whole_number(largest):
    columns = pd.DataFrame({"id": [1, largest, None], "review": ["a", "b", None]})
    assert table.identify(columns, pd.Series([True, True, False]))[1] == str(int(largest))


def test_an_identifier_that_looks_like_a_row_s_is_no_second_one():
    columns = pd.DataFrame({"id": ["row 3", "b", None], "review": ["a", "b", None]})
    assert list(table.identify(columns, pd.Series([True, True, False]))) == ["1", "2", "3"]


def test_an_empty_identifier_is_missing(caplog):
    assert list(table.identify(pd.DataFrame({"id": ["a", "", "b"]}), ALL)) == ["1", "2", "3"]
    assert "`id` is missing in 1 rows" in caplog.text

import pandas as pd
import pytest
from kedro.io import DatasetError

from review_sentiment.datasets import ReviewTableDataset


@pytest.fixture
def load(tmp_path):
    """Writes a file and loads it as a table."""

    def write_and_load(content, name="reviews.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return ReviewTableDataset(filepath=str(path)).load()

    return write_and_load


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("reviews.csv", 'review,sentiment\n"Good, really",pos\nDull,neg\n'),
        ("reviews.CSV", '\ufeffreview,sentiment\r\n"Good, really",pos\r\nDull,neg\r\n'),
        ("reviews.tsv", "review\tsentiment\nGood, really\tpos\nDull\tneg\n"),
    ],
)
def test_a_text_table_is_read_by_its_ending(load, name, content):
    expected = pd.DataFrame({"review": ["Good, really", "Dull"], "sentiment": ["pos", "neg"]})
    pd.testing.assert_frame_equal(load(content, name), expected)


def test_a_parquet_table_is_read_as_it_stands(tmp_path):
    table = pd.DataFrame({"review": ["Good", None], "sentiment": [1, 0]})
    table.to_parquet(tmp_path / "reviews.parquet")
    loaded = ReviewTableDataset(filepath=str(tmp_path / "reviews.parquet")).load()
    pd.testing.assert_frame_equal(loaded, table)


def test_only_an_empty_cell_is_missing(load):
    loaded = load('review,id\nNA,007\nnull,1\nnan,2\n"",3\nNone,1.0\n')
    assert list(loaded["review"].isna()) == [False, False, False, True, False]
    assert list(loaded["review"].dropna()) == ["NA", "null", "nan", "None"]
    assert list(loaded["id"]) == ["007", "1", "2", "3", "1.0"]


def test_a_quoted_review_keeps_lines_quotes_and_letters(load):
    loaded = load('review,sentiment\n"Amélie:\n""Oh""",pos\n')
    assert list(loaded["review"]) == ['Amélie:\n"Oh"']


def test_a_missing_file_is_refused_with_what_to_put_there(tmp_path):
    path = tmp_path / "reviews.csv"
    dataset = ReviewTableDataset(filepath=str(path))
    assert not dataset.exists()
    with pytest.raises(
        DatasetError, match=f"There is no file or folder {path}.\nPut a table with a column `review`"
    ):
        dataset.load()
    path.write_text("review\nGood\n")
    assert dataset.exists()


def test_a_file_that_may_be_missing_is_then_a_table_without_rows(tmp_path):
    dataset = ReviewTableDataset(filepath=str(tmp_path / "reviews.parquet"), optional=True)
    assert dataset.exists()
    assert list(dataset.load().columns) == ["review"]
    assert dataset.load().empty
    pd.DataFrame({"review": ["Good"]}).to_parquet(tmp_path / "reviews.parquet")
    assert list(dataset.load()["review"]) == ["Good"]


def test_a_file_that_may_be_missing_is_refused_where_it_is_no_table(tmp_path):
    (tmp_path / "reviews.parquet").write_bytes(b"no parquet")
    with pytest.raises(DatasetError, match="cannot be read as Parquet"):
        ReviewTableDataset(filepath=str(tmp_path / "reviews.parquet"), optional=True).load()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("reviews.csv", b"", r"reviews\.csv is empty"),
        ("reviews.csv", b"\n\n", r"reviews\.csv is empty"),
        ("reviews.csv", b"review\nGood\n\xff\xfe", r"reviews\.csv is no UTF-8 text: byte 13, in line 3,"),
        (
            "reviews.csv",
            "review\ncaf\xe9\n".encode("latin-1"),
            r"such as `load_args: {encoding: cp1252}`",
        ),
        (
            "reviews.csv",
            b"review,sentiment\nGood,pos\nA, b,neg\n",
            "line 3 has 3 cells, the header has 2",
        ),
        ("reviews.csv", b'review,sentiment\nGood,pos\n"Bad,neg\n', r"line 3 .*: unexpected end of data\."),
        ("reviews.parquet", b"no parquet", r"reviews\.parquet cannot be read as Parquet: "),
        (
            "reviews.xlsx",
            b"PK",
            r"reviews\.xlsx cannot be read: .* end in \.csv, \.tsv or \.parquet",
        ),
    ],
)
def test_a_file_that_is_no_table_is_refused(load, name, content, message):
    with pytest.raises(DatasetError, match=message):
        load(content, name)


def test_rows_that_all_have_more_cells_than_the_header_are_refused(load):
    with pytest.raises(DatasetError, match="line 2 has 3 cells, the header has 2"):
        load("review,sentiment\nGood, really,pos\nDull, yes,neg\n")


def test_a_blank_line_is_a_row_without_a_review(load):
    assert list(load("review\nGood\n\nDull\n")["review"].isna()) == [False, True, False]


def test_a_users_table_is_never_written(tmp_path):
    path = tmp_path / "reviews.csv"
    with pytest.raises(DatasetError, match="read-only"):
        ReviewTableDataset(filepath=str(path)).save(pd.DataFrame({"review": ["Good"]}))
    assert not path.exists()


def test_a_missing_file_comes_with_where_to_get_it(tmp_path):
    dataset = ReviewTableDataset(filepath=str(tmp_path / "reviews.csv"), source="a friend")
    with pytest.raises(DatasetError, match="It can be had from a friend"):
        dataset.load()


def test_the_dataset_says_which_file_it_reads():
    assert "reviews.csv" in str(ReviewTableDataset(filepath="data/reviews.csv"))

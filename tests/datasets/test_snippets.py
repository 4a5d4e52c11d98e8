import pandas as pd
import pytest
from kedro.io import DatasetError

from review_sentiment.datasets import SnippetsDataset


@pytest.fixture
def load(tmp_path):
    """Writes a file of snippets and loads it."""

    def write_and_load(content):
        path = tmp_path / "snippets.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return SnippetsDataset(filepath=str(path)).load()

    return write_and_load


def test_snippets_are_positive_above_0_and_negative_below_and_left_out_at_0(load):
    loaded = load("1_1\t2.5\tGood, really\n1_2\t0.0\tSo so\n2_1\t-0.1\tDull\n2_2\t0\tMeh\n3_1\t0.05\tFine\n")
    expected = pd.DataFrame(
        {
            "id": ["1_1", "2_1", "3_1"],
            "rating": [2.5, -0.1, 0.05],
            "review": ["Good, really", "Dull", "Fine"],
            "sentiment": ["positive", "negative", "positive"],
        }
    )
    pd.testing.assert_frame_equal(loaded, expected)


def test_quotation_marks_and_words_for_nothing_belong_to_the_text(load):
    loaded = load('01\t1\t"Good\n02\t-1\tNA\n03\t1\t"Amélie" is "good"\n')
    assert list(loaded["review"]) == ['"Good', "NA", '"Amélie" is "good"']
    assert list(loaded["id"]) == ["01", "02", "03"]


def test_missing_snippets_are_refused_with_the_way_to_get_them(tmp_path):
    path = tmp_path / "snippets.txt"
    dataset = SnippetsDataset(filepath=str(path))
    assert not dataset.exists()
    with pytest.raises(DatasetError, match=f"{path} does not exist.\nRun `make data` to fetch them"):
        dataset.load()
    path.write_text("1\t1\tGood\n")
    assert dataset.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("1\tgood\tGood\n", "could not convert string to float: 'good'"),
        ("<html>not found</html>\n", "could not convert string to float"),
        ("1\t1\tcafé\n".encode("latin-1"), "'utf-8' codec can't decode byte 0xe9"),
    ],
)
def test_a_file_that_is_something_else_is_refused(load, content, message):
    with pytest.raises(DatasetError, match=message):
        load(content)


def test_the_sample_is_never_written(tmp_path):
    path = tmp_path / "snippets.txt"
    with pytest.raises(DatasetError, match="read-only"):
        SnippetsDataset(filepath=str(path)).save(pd.DataFrame({"review": ["Good"]}))
    assert not path.exists()


def test_the_dataset_says_which_file_it_reads():
    assert "snippets.txt" in str(SnippetsDataset(filepath="data/snippets.txt"))

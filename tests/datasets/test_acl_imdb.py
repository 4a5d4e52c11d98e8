import pytest
from kedro.io import DatasetError

from review_sentiment.datasets import ReviewTableDataset

REVIEWS = {
    "train/neg/0_3.txt": "Dull.",
    "train/neg/10_1.txt": "Duller.<br />Really.",
    "train/neg/2_4.txt": "Not good.",
    "train/pos/0_9.txt": "Amélie!",
    "test/neg/0_2.txt": "No.",
    "test/pos/0_10.txt": "Yes.",
    "train/unsup/0_0.txt": "Who knows.",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in REVIEWS.items():
        path = tmp_path / "aclImdb" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "aclImdb"


def test_the_unpacked_archive_is_a_table(folder):
    dataset = ReviewTableDataset(filepath=str(folder))
    table = dataset.load()
    assert dataset.exists()
    assert table["id"].tolist() == [
        "train/neg/0",
        "train/neg/2",
        "train/neg/10",
        "train/pos/0",
        "test/neg/0",
        "test/pos/0",
    ]
    assert table["review"].tolist() == [
        "Dull.",
        "Not good.",
        "Duller.<br />Really.",
        "Amélie!",
        "No.",
        "Yes.",
    ]
    assert table["sentiment"].tolist() == ["neg", "neg", "neg", "pos", "neg", "pos"]
    assert table["split"].tolist() == ["train"] * 4 + ["test"] * 2
    assert table["rating"].tolist() == [3, 4, 1, 9, 2, 10]


def test_its_unlabelled_reviews_are_a_table_without_sentiments(folder):
    (folder / "train/unsup/2_0.txt").write_text("Nor who cares.")
    (folder / "train/unsup/10_0.txt").write_text("Last.")
    table = ReviewTableDataset(filepath=str(folder / "train/unsup")).load()
    assert table.to_dict("list") == {
        "review": ["Who knows.", "Nor who cares.", "Last."],
        "id": ["train/unsup/0", "train/unsup/2", "train/unsup/10"],
    }


def test_an_empty_folder_of_unlabelled_reviews_is_refused(folder):
    (folder / "train/unsup/0_0.txt").unlink()
    with pytest.raises(DatasetError, match=r"unsup is no unpacked aclImdb: there are no reviews in it"):
        ReviewTableDataset(filepath=str(folder / "train/unsup")).load()


def test_a_folder_that_is_something_else_is_refused(folder):
    (folder / "test/pos/0_10.txt").unlink()
    with pytest.raises(DatasetError, match=r"no unpacked aclImdb: there are no reviews in test/pos"):
        ReviewTableDataset(filepath=str(folder)).load()


def test_a_file_of_another_name_is_refused(folder):
    (folder / "train/pos/notes.txt").write_text("?")
    with pytest.raises(DatasetError, match=r"notes\.txt is no review of aclImdb: .*0_9\.txt"):
        ReviewTableDataset(filepath=str(folder)).load()

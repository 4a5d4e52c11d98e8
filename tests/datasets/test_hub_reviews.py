import hub_repositories
import pandas as pd
import pytest
from kedro.io import DatasetError

from review_sentiment.datasets import HubReviewsDataset
from review_sentiment.pipelines.data_processing import nodes
from review_sentiment.pipelines.data_processing.params import SplitParams

IMDB = {"repository": "stanfordnlp/imdb", "commit": "0123456789abcdef0123456789abcdef01234567"}
REVIEWS = pd.DataFrame(
    {
        "review": ["Dull.", "A joy<br /><br />to see.", "NA", "Fine."],
        "sentiment": ["negative", "positive", "negative", "positive"],
    }
)


@pytest.fixture
def imdb(hub, tmp_path):
    """Two reviews to learn from, two to measure on, and three that nobody has labelled."""
    directory = tmp_path / "imdb"
    hub_repositories.write_imdb(directory, REVIEWS, ["So so.", "", "Long."])
    hub.add(IMDB["repository"], IMDB["commit"], directory)
    return directory


def test_labelled_reviews_are_a_raw_table_with_the_official_split(imdb):
    expected = pd.DataFrame(
        {
            "id": ["train_0", "train_1", "test_0", "test_1"],
            "review": ["Dull.", "A joy<br /><br />to see.", "NA", "Fine."],
            "sentiment": [0, 1, 0, 1],
            "split": ["train", "train", "test", "test"],
        }
    )
    pd.testing.assert_frame_equal(HubReviewsDataset(**IMDB).load(), expected)


def test_unlabelled_reviews_are_a_table_of_reviews_alone(imdb):
    expected = pd.DataFrame({"review": ["So so.", "", "Long."]})
    pd.testing.assert_frame_equal(HubReviewsDataset(**IMDB, part="unsupervised").load(), expected)


@pytest.mark.parametrize(
    ("part", "splits"), [("labelled", {"train", "test"}), ("unsupervised", {"unsupervised"})]
)
def test_only_the_part_s_own_files_are_downloaded(hub, imdb, part, splits):
    HubReviewsDataset(**IMDB, part=part).load()
    assert hub.files == {f"plain_text/{split}-00000-of-00001.parquet" for split in splits}


def test_reviews_that_were_downloaded_are_read_without_a_network(hub, imdb):
    first = HubReviewsDataset(**IMDB).load()
    hub.requests.clear()
    pd.testing.assert_frame_equal(HubReviewsDataset(**IMDB).load(), first)
    assert hub.requests == []


def test_a_split_of_several_files_is_numbered_through(imdb):
    for number, text in ((0, "First."), (1, "Second.")):
        table = pd.DataFrame({"text": [text], "label": [number]})
        table.to_parquet(imdb / f"plain_text/train-0000{number}-of-00002.parquet")
    (imdb / "plain_text/train-00000-of-00001.parquet").unlink()
    loaded = HubReviewsDataset(**IMDB).load()
    assert list(loaded["review"])[:2] == ["First.", "Second."]
    assert list(loaded["id"]) == ["train_0", "train_1", "test_0", "test_1"]


def test_the_pipeline_keeps_identifiers_and_the_official_test_split(hub, tmp_path, train_reviews):
    hub_repositories.write_imdb(tmp_path / "imdb", train_reviews, [])  # 56 reviews
    hub.add(IMDB["repository"], IMDB["commit"], tmp_path / "imdb")
    reviews, _ = nodes.clean_reviews(nodes.check_table(HubReviewsDataset(**IMDB).load()))
    train, validation, test = nodes.split_reviews(reviews, SplitParams(), seed=0)
    assert list(test["review_id"]) == [f"test_{row}" for row in range(28)]
    assert list(test["sentiment"]) == list(train_reviews["sentiment"][28:])
    learned = [int(name.removeprefix("train_")) for name in (*train["review_id"], *validation["review_id"])]
    assert (sorted(learned), len(validation)) == (list(range(28)), 3)


def test_files_of_another_layout_are_refused_by_their_columns(imdb):
    file = imdb / "plain_text/test-00000-of-00001.parquet"
    pd.DataFrame({"review": ["Good"], "label": [1]}).to_parquet(file)
    expected = r"test-00000-of-00001\.parquet has the columns review, label; expected are text and label"
    with pytest.raises(DatasetError, match=expected):
        HubReviewsDataset(**IMDB).load()


def test_a_repository_without_the_files_is_refused(imdb):
    (imdb / "plain_text/test-00000-of-00001.parquet").unlink()
    with pytest.raises(DatasetError, match=r"it has no .*plain_text/test-\*\.parquet there"):
        HubReviewsDataset(**IMDB).load()


def test_reviews_exist_where_they_can_be_downloaded_or_were(hub, imdb):
    dataset = HubReviewsDataset(**IMDB)
    assert dataset.exists()
    assert hub.files == set()
    dataset.load()
    hub.repositories.clear()
    assert dataset.exists()
    assert not HubReviewsDataset(**IMDB, part="unsupervised").exists()


def test_an_unknown_part_is_refused():
    with pytest.raises(DatasetError, match="`part` is 'test'; it can be labelled or unsupervised"):
        HubReviewsDataset(**IMDB, part="test")


def test_a_branch_is_refused():
    with pytest.raises(DatasetError, match="`commit` of stanfordnlp/imdb is 'main'"):
        HubReviewsDataset(repository="stanfordnlp/imdb", commit="main")


def test_reviews_of_the_hub_are_never_written():
    with pytest.raises(DatasetError, match="Reviews of the Hub are read-only"):
        HubReviewsDataset(**IMDB).save(pd.DataFrame())


def test_the_dataset_says_what_it_loads():
    described = str(HubReviewsDataset(**IMDB)).replace("'", "")
    assert "repository=stanfordnlp/imdb, commit=0123" in described
    assert "part=labelled" in described

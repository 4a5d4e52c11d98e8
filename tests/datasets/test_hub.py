import re
import time

import pytest
from fake_hub import FakeHub
from kedro.io import DatasetError

from review_sentiment.datasets.hub import HubSnapshot

COMMIT = "0123456789abcdef0123456789abcdef01234567"
NEEDED = ("config.json", "data/train-*")
SNAPSHOT = HubSnapshot("someone/model", COMMIT, needed=NEEDED, optional=("vocab.txt",))


@pytest.fixture
def repository(hub, tmp_path):
    """Three files that are wanted, and some that are not."""
    directory = tmp_path / "repository"
    wanted = ("config.json", "data/train-0.parquet", "vocab.txt")
    for name in (*wanted, "model.bin", "code.py", "old/config.json"):
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(f"the content of {name}")
    hub.add("someone/model", COMMIT, directory)
    return directory


@pytest.fixture
def nobody(hub, monkeypatch):
    """An address at which no Hub answers; the cache is the fake one's."""
    from huggingface_hub import constants

    with FakeHub() as server:
        address = server.url
    monkeypatch.setattr(constants, "ENDPOINT", address)


@pytest.fixture
def offline(monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)


def list_files(directory):
    return {path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file()}


def test_the_files_that_are_wanted_are_downloaded_and_no_others(hub, repository):
    assert SNAPSHOT.find() is None
    directory = SNAPSHOT.fetch()
    assert list_files(directory) == hub.files == {"config.json", "data/train-0.parquet", "vocab.txt"}
    assert (directory / "config.json").read_text() == "the content of config.json"
    assert SNAPSHOT.find() == directory


def test_what_is_in_the_cache_is_used_without_a_network(hub, repository):
    directory = SNAPSHOT.fetch()
    hub.requests.clear()
    assert SNAPSHOT.fetch() == directory
    assert SNAPSHOT.is_to_be_had()
    assert hub.requests == []


def test_a_cache_that_came_from_another_machine_is_used_in_offline_mode(repository, offline, monkeypatch):
    from huggingface_hub import constants

    with monkeypatch.context() as patch:
        patch.setattr(constants, "HF_HUB_OFFLINE", False)
        directory = SNAPSHOT.fetch()
    assert SNAPSHOT.fetch() == directory


def test_what_another_program_left_incomplete_is_completed(hub, repository):
    from huggingface_hub import hf_hub_download

    hf_hub_download("someone/model", "config.json", revision=COMMIT)
    assert SNAPSHOT.find() is None
    assert list_files(SNAPSHOT.fetch()) == {"config.json", "data/train-0.parquet", "vocab.txt"}


def test_a_dataset_is_another_thing_than_a_model_of_that_name(hub, repository):
    dataset = HubSnapshot("someone/model", COMMIT, needed=("config.json",), kind="dataset")
    dataset.fetch()
    assert {path.split("/")[1] for path in hub.requests} == {"api", "datasets"}


@pytest.mark.parametrize("commit", ["main", "", 7, COMMIT[:-1], COMMIT + "0", COMMIT.upper(), "g" * 40])
def test_anything_but_a_whole_commit_is_refused(commit):
    expected = f"`commit` of someone/model is {commit!r}; expected are the 40 hexadecimal digits"
    with pytest.raises(DatasetError, match=expected):
        HubSnapshot("someone/model", commit, needed=("config.json",))


@pytest.mark.parametrize(
    "name", ["../model", "a/../../b", "a/b/c", "/etc", "a\\b", "a/..", "", "a b", "a/\x1b"]
)
def test_a_repository_that_is_no_name_but_a_path_is_refused(name):
    with pytest.raises(DatasetError, match=r"`repository` is '.*'; expected is a name on the Hub"):
        HubSnapshot(name, COMMIT, needed=("config.json",))


def test_a_hub_that_cannot_be_reached_is_told_at_once_with_the_ways_out(nobody, tmp_path):
    start = time.monotonic()
    assert not SNAPSHOT.is_to_be_had()
    with pytest.raises(DatasetError) as refusal:
        SNAPSHOT.fetch()
    assert time.monotonic() - start < 10
    first, *rest = str(refusal.value).splitlines()
    cache = tmp_path / "cache"
    assert re.fullmatch(
        f"The model someone/model at commit {COMMIT} is not in the cache {cache}, and "
        r"http://127\.0\.0\.1:\d+ did not give it: ConnectError: .*Connection refused",
        first,
    )
    assert rest == [
        "There are three ways out:",
        "  run this with a network, once;",
        "  copy the folder models--someone--model of another machine (in ~/.cache/huggingface/hub) "
        f"into {cache};",
        "  name files of your own in the catalog, by the type "
        "review_sentiment.datasets.PretrainedModelDataset.",
    ]


def test_reviews_out_of_reach_name_the_type_of_a_table(nobody):
    with pytest.raises(DatasetError, match=r"datasets--a--b .*\n.*datasets\.ReviewTableDataset\.$"):
        HubSnapshot("a/b", COMMIT, needed=("*.parquet",), kind="dataset").fetch()


def test_offline_mode_asks_no_hub(hub, repository, offline):
    assert not SNAPSHOT.is_to_be_had()
    with pytest.raises(DatasetError, match=r"did not give it: OfflineModeIsEnabled: .*`HF_HUB_OFFLINE`"):
        SNAPSHOT.fetch()
    assert hub.requests == []


def test_a_commit_that_the_hub_does_not_have_is_told(repository):
    unknown = HubSnapshot("someone/model", "f" * 40, needed=("config.json",))
    assert not unknown.is_to_be_had()
    with pytest.raises(DatasetError, match=r"did not give it: RevisionNotFoundError: 404 .*ffff"):
        unknown.fetch()


@pytest.mark.parametrize("error", [OSError, RuntimeError])
def test_a_download_that_breaks_off_is_told_and_the_next_one_completes_it(repository, monkeypatch, error):
    from huggingface_hub import file_download

    def fail(*arguments, **options):
        raise error("the line is dead")

    with monkeypatch.context() as patch:
        patch.setattr(file_download, "http_get", fail)
        with pytest.raises(DatasetError, match=f"did not give it: {error.__name__}: the line is dead"):
            SNAPSHOT.fetch()
    assert SNAPSHOT.find() is None
    assert list_files(SNAPSHOT.fetch()) == {"config.json", "data/train-0.parquet", "vocab.txt"}


def test_a_name_that_no_repository_can_have_is_told(hub):
    wrong = HubSnapshot("a/b--c", COMMIT, needed=("config.json",))
    assert not wrong.is_to_be_had()
    with pytest.raises(DatasetError, match=r"did not give it: HFValidationError: .*'a/b--c'"):
        wrong.fetch()


def test_a_repository_that_lacks_what_is_needed_is_told(repository):
    (repository / "config.json").unlink()
    with pytest.raises(DatasetError, match=r"it has no config\.json or no data/train-\* there"):
        SNAPSHOT.fetch()

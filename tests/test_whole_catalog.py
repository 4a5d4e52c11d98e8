"""Whatever ends a save, what was there before stays; a save ends in a process of its own, which is limited.

The system itself ends it: a process may write files of 64 bytes, and a longer one either kills it amidst the
write (SIGXFSZ, as it is by default outside Python) or fails the write, as a full disk does.
"""

import multiprocessing
import resource
import signal

import numpy as np
import pandas as pd
import pytest
from kedro.io import DatasetError
from kedro_datasets.json import JSONDataset
from matplotlib.figure import Figure

from review_sentiment.attention import Attention
from review_sentiment.catalog import WholeDataCatalog
from review_sentiment.datasets import RandomBertDataset
from review_sentiment.settings import DATA_CATALOG_CLASS
from review_sentiment.whole import clear_leftovers

LIMIT = 64
TABLE = pd.DataFrame({"review": ["A film that is hard to forget."] * 20})
LETTERS = tuple("abcdefghi")
ATTENTION = Attention(np.ones((1, 1, 9, 9), np.float32) / 9, LETTERS, 0.5, "a b", LETTERS, np.arange(9))
KINDS = {
    "table.csv": ("pandas.CSVDataset", TABLE),
    "table.parquet": ("pandas.ParquetDataset", TABLE),
    "figures.json": ("json.JSONDataset", {"accuracy": [0.5] * 50}),
    "figure.png": ("matplotlib.MatplotlibDataset", Figure()),
    "attention.npz": ("review_sentiment.datasets.AttentionDataset", ATTENTION),
    "encoder": ("review_sentiment.datasets.PretrainedModelDataset", None),
}


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture(params=[False, True], ids=["plain", "versioned"])
def versioned(request, kind):
    return request.param


@pytest.fixture
def data(kind, tiny_encoder):
    return tiny_encoder if kind == "encoder" else KINDS[kind][1]


@pytest.fixture
def open_catalog(tmp_path, kind, versioned):
    def open_it(version="2026-01-01T00.00.00.000Z"):
        entry = {"type": KINDS[kind][0], "filepath": str(tmp_path / "data" / kind), "versioned": versioned}
        return WholeDataCatalog.from_config({"it": entry}, save_version=version if versioned else None)

    return open_it


def save_limited(catalog, data, *, killed):
    """The exit code of a process that saves and may write 64 bytes: a signal's number, negative, or 3."""

    def save():
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if killed else signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT))
        try:
            catalog.save("it", data)
        except DatasetError:
            raise SystemExit(3) from None

    process = multiprocessing.get_context("fork").Process(target=save)
    process.start()
    process.join()
    return process.exitcode


def read_all(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_project_saves_with_it():
    assert DATA_CATALOG_CLASS is WholeDataCatalog


def test_what_is_saved_is_loaded(open_catalog, data, tmp_path, kind, versioned):
    catalog = open_catalog()
    catalog.save("it", data)
    assert catalog.exists("it")
    place = f"{kind}/2026-01-01T00.00.00.000Z/{kind}" if versioned else kind
    assert (tmp_path / "data" / place).exists()
    assert [path.name for path in (tmp_path / "data").iterdir()] == [kind]
    if not kind.endswith(".png"):  # Kedro's figures are not read back
        open_catalog().load("it")


@pytest.mark.parametrize("killed", [True, False], ids=["killed", "disk full"])
def test_a_save_that_is_cut_short_leaves_nothing(open_catalog, data, tmp_path, kind, killed):
    catalog = open_catalog()
    assert save_limited(catalog, data, killed=killed) == (-signal.SIGXFSZ if killed else 3)
    assert not catalog.exists("it")
    left = [path.name for path in (tmp_path / "data").iterdir()]
    assert [name for name in left if not name.endswith(".unfinished")] == []
    assert bool(left) == killed  # an error is tidied up after at once; a kill, by the next save
    catalog.save("it", data)
    assert [path.name for path in (tmp_path / "data").iterdir()] == [kind]
    assert catalog.exists("it")


@pytest.mark.parametrize("killed", [True, False], ids=["killed", "disk full"])
def test_what_was_there_stays_and_is_the_latest(open_catalog, data, tmp_path, killed):
    open_catalog().save("it", data)
    before = read_all(tmp_path)
    assert save_limited(open_catalog("2026-02-02T00.00.00.000Z"), data, killed=killed) != 0
    after = {path: held for path, held in read_all(tmp_path).items() if ".unfinished" not in str(path)}
    assert after == before
    assert open_catalog(None)["it"].resolve_load_version() in ("2026-01-01T00.00.00.000Z", None)


def test_a_directory_is_replaced_as_a_whole(tmp_path, tiny_encoder):
    entry = {"type": KINDS["encoder"][0], "filepath": str(tmp_path / "encoder")}
    catalog = WholeDataCatalog.from_config({"it": entry})
    catalog.save("it", RandomBertDataset(seed=1).load())
    (tmp_path / "encoder/stale.txt").touch()
    catalog.save("it", tiny_encoder)
    assert not (tmp_path / "encoder/stale.txt").exists()
    weights = catalog.load("it").network.state_dict()
    assert all(weights[name].equal(tensor) for name, tensor in tiny_encoder.network.state_dict().items())
    assert [path.name for path in tmp_path.iterdir()] == ["encoder"]


def test_a_version_is_never_written_twice(tmp_path):
    entry = {"type": "json.JSONDataset", "filepath": str(tmp_path / "it.json"), "versioned": True}
    catalog = WholeDataCatalog.from_config({"it": entry}, save_version="2026-01-01T00.00.00.000Z")
    catalog.save("it", {"first": 1})
    with pytest.raises(DatasetError, match="must not exist if versioning is enabled"):
        catalog.save("it", {"second": 2})
    assert catalog.load("it") == {"first": 1}


def test_a_dataset_that_is_kept_elsewhere_is_saved_as_ever():
    dataset = JSONDataset(filepath="memory://there/it.json")
    WholeDataCatalog({"it": dataset}).save("it", {"a": 1})
    assert dataset.load() == {"a": 1}


def test_what_a_living_process_is_writing_is_no_leftover(tmp_path):
    for name in (".it.1.unfinished", ".it.99999999.unfinished", ".it.txt"):  # process 1 is always there
        (tmp_path / name).touch()
    clear_leftovers(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {".it.1.unfinished", ".it.txt"}


def test_a_file_of_another_name_than_the_catalog_has_is_refused(tmp_path):
    path = tmp_path / "attention.dat"
    entry = {"type": "review_sentiment.datasets.AttentionDataset", "filepath": str(path)}
    catalog = WholeDataCatalog.from_config({"it": entry})
    with pytest.raises(DatasetError, match=r"written as attention\.dat\.npz, .* calls it attention\.dat:"):
        catalog.save("it", ATTENTION)
    assert list(tmp_path.iterdir()) == []

"""What several test files share: reviews, tiny networks, copies of the project to run it in, no network."""

import inspect
import os
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

# Tiny networks are slower on two threads than on one, and several tests may share the processors.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import hypothesis
import pytest
from fake_hub import FakeHub

from review_sentiment.datasets import RandomBertDataset, SyntheticReviewsDataset
from review_sentiment.pipelines.data_processing import nodes
from review_sentiment.pipelines.data_processing.params import SplitParams
from review_sentiment.pipelines.pretraining.nodes import build_encoder
from review_sentiment.pipelines.pretraining.params import VocabularyParams

ROOT = Path(__file__).parents[1]

# the same examples every time, in seconds; and many new ones: pytest --hypothesis-profile thorough
hypothesis.settings.register_profile(
    "quick", max_examples=150, deadline=None, derandomize=True, database=None
)
hypothesis.settings.register_profile("thorough", max_examples=10_000, deadline=None, database=None)
hypothesis.settings.load_profile("quick")

ATTEMPTS: list[str] = []


def refuse_network(event, arguments):
    """An audit hook: refuses every connection that leaves this machine, and remembers that it was tried."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):  # of a UNIX socket it is a path
        host = arguments[1][0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host not in (None, "", "localhost", "::1", "0.0.0.0") and not host.startswith("127."):
        ATTEMPTS.append(host)
        raise OSError(f"Tests have no network, and {host} was to be reached.")


# Python imports this module at its start: so a subprocess is watched too, and says so at its end.
WATCHED_START = f"""
import atexit, sys

ATTEMPTS = []

{inspect.getsource(refuse_network)}
sys.addaudithook(refuse_network)
atexit.register(lambda: ATTEMPTS and print("NETWORK:", ATTEMPTS, file=sys.stderr))
"""


def pytest_configure():
    sys.addaudithook(refuse_network)


@pytest.fixture(autouse=True)
def no_network():
    """Fails a test that asks for a network, even where the code under test swallows the refusal."""
    yield
    attempts = ATTEMPTS.copy()
    ATTEMPTS.clear()
    assert not attempts


@pytest.fixture(scope="session")
def splits():
    checked = nodes.check_table(SyntheticReviewsDataset(rows=80).load())
    reviews, _ = nodes.clean_reviews(checked)
    return nodes.split_reviews(reviews, SplitParams(), seed=0)


@pytest.fixture(scope="session")
def train_reviews(splits):
    """56 reviews, as `data_processing` hands them on."""
    return splits[0].copy()


@pytest.fixture(scope="session")
def validation_reviews(splits):
    """8 reviews."""
    return splits[1].copy()


@pytest.fixture(scope="session")
def test_reviews(splits):
    """16 reviews."""
    return splits[2].copy()


@pytest.fixture(scope="session")
def tiny_encoder():
    """A random BERT of 2 layers with 2 heads, 16 wide. All tests share it: copy it before you train it."""
    return RandomBertDataset().load()


@pytest.fixture(scope="session")
def tiny_roberta(tiny_encoder):
    """A RoBERTa made of the tiny BERT, with a vocabulary of 400. All tests share it."""
    vocabulary = VocabularyParams(kind="byte_level_bpe", size=400)
    return build_encoder(tiny_encoder, SyntheticReviewsDataset(rows=80).load(), vocabulary)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A Hub on this machine in place of the real one, nothing on it yet, and an empty cache."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    with FakeHub() as server:
        template = constants.HUGGINGFACE_CO_URL_TEMPLATE.replace(constants.ENDPOINT, server.url)
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        monkeypatch.setattr(constants, "ENDPOINT", server.url)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="session")
def run_kedro(tmp_path_factory):
    """`run_kedro(project, "run", "--env", "test")` in a process of its own, without the caller's settings."""
    watched = tmp_path_factory.mktemp("watched")
    (watched / "sitecustomize.py").write_text(WATCHED_START)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KEDRO", "HF_"))}
    environment["PYTHONPATH"] = str(watched)

    def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kedro", *arguments]
        return subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, check=False
        )

    return run


def copy_project(target: Path) -> Path:
    """The project as a fresh clone has it: no data, nobody's `conf/local`. Its package is a link to ours."""
    target.mkdir()
    shutil.copytree(ROOT / "conf", target / "conf", ignore=shutil.ignore_patterns("local"))
    shutil.copytree(ROOT / "notebooks", target / "notebooks", ignore=shutil.ignore_patterns(".*"))
    for file in ("pyproject.toml", ".telemetry"):
        shutil.copy(ROOT / file, target)
    for folder in ("conf/local", "src", *(f"data/{path.name}" for path in (ROOT / "data").glob("0*"))):
        (target / folder).mkdir(parents=True)
    (target / "src/review_sentiment").symlink_to(ROOT / "src/review_sentiment")
    return target


@pytest.fixture
def project(tmp_path):
    """A fresh copy of the project, in which nothing has been run."""
    return copy_project(tmp_path / "project")


@dataclass(frozen=True)
class FinishedProject:
    """A copy of the project after a run."""

    folder: Path
    run: subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def finished_project(tmp_path_factory, run_kedro):
    """A copy of the project after one `kedro run --env test`. All tests share it: leave its results alone."""
    folder = copy_project(tmp_path_factory.mktemp("finished") / "project")
    return FinishedProject(folder, run_kedro(folder, "run", "--env", "test"))

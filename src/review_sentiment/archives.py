"""Unpacking of archives that come from elsewhere."""

import tarfile
import zipfile
import zlib
from pathlib import Path

from review_sentiment.errors import ReviewSentimentError


def unpack(archive: Path, folder: Path) -> None:
    """Unpacks a tar or zip archive into `folder`: regular files and folders, all of them inside it.

    Raises:
        ReviewSentimentError: a member would leave the folder or is a link or a device (nothing is unpacked
            then), or the file is no archive.
    """
    try:
        if zipfile.is_zipfile(archive) and not tarfile.is_tarfile(archive):
            with zipfile.ZipFile(archive) as content:
                _check(archive, content.namelist())
                content.extractall(folder)
        else:
            with tarfile.open(archive) as content:
                members = content.getmembers()
                _check(archive, [m.name for m in members])
                _check(archive, [], odd=[m.name for m in members if not (m.isfile() or m.isdir())])
                content.extractall(folder, filter="data")
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise ReviewSentimentError(f"{archive} cannot be unpacked: {error}") from error


def _check(archive: Path, names: list[str], odd: list[str] | None = None) -> None:
    refused = odd or [name for name in names if _leaves(name)]
    if refused:
        raise ReviewSentimentError(
            f"{archive} is not unpacked: its member {refused[0]!r} is a link or leads out of the folder."
        )


def _leaves(name: str) -> bool:
    # as either system reads it: an archive may come from the other one
    path = name.replace("\\", "/")
    return path.startswith("/") or ":" in path.split("/")[0] or ".." in path.split("/")

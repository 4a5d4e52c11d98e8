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
        # a tar archive whose last member is a zip archive looks like that one too
        if zipfile.is_zipfile(archive) and not tarfile.is_tarfile(archive):
            with zipfile.ZipFile(archive) as content:
                _refuse(archive, [name for name in content.namelist() if _leaves(name)])
                content.extractall(folder)
        else:
            with tarfile.open(archive) as content:
                members = content.getmembers()
                odd = [member.name for member in members if not (member.isfile() or member.isdir())]
                _refuse(archive, odd or [member.name for member in members if _leaves(member.name)])
                content.extractall(folder, filter="data")
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise ReviewSentimentError(f"{archive} cannot be unpacked: {error}") from error


def _refuse(archive: Path, members: list[str]) -> None:
    if members:
        raise ReviewSentimentError(
            f"{archive} is not unpacked: its member {members[0]!r} is a link or leads out of the folder."
        )


def _leaves(name: str) -> bool:
    # as either system reads it: an archive may come from the other one
    path = name.replace("\\", "/")
    return path.startswith("/") or ":" in path.split("/")[0] or ".." in path.split("/")

"""Unpacking of archives that come from elsewhere."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NoReturn

from review_sentiment.errors import ReviewSentimentError, show

# Twenty times what the project's own archives hold: whatever is larger is meant to fill a disk.
MOST_BYTES = 2 * 2**30
MOST_MEMBERS = 100_000
# of a header, which tarfile takes into memory whole
MOST_AT_ONCE = 2**20

OPENERS: dict[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
DAMAGED = (tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError)


def unpack(archive: Path, folder: Path) -> None:
    """Unpacks a tar or zip archive into `folder`: regular files and folders, all of them inside it.

    Raises:
        ReviewSentimentError: a member would leave the folder or is a link or a device, or there is more of it
            than `MOST_BYTES` or `MOST_MEMBERS` (nothing is unpacked then), or the file is no archive.
    """
    with archive.open("rb") as file:
        start = file.read(5)
    try:
        if start.startswith(ZIP):
            with zipfile.ZipFile(archive) as content:
                _check_zip(archive, content.infolist())
                content.extractall(folder)
        else:
            opener: Callable[..., Any] = next(
                (opener for magic, opener in OPENERS.items() if start.startswith(magic)), open
            )
            with opener(archive, "rb") as file:
                _unpack_tar(archive, _Bounded(archive, file), folder)
    except DAMAGED as error:
        raise ReviewSentimentError(f"{archive} cannot be unpacked: {error}") from error


class _Bounded:
    """A stream that is not read beyond the size of any honest archive, nor much of it at once."""

    def __init__(self, archive: Path, file: IO[bytes]):
        self._archive = archive
        self._file = file

    def read(self, size: int) -> bytes:
        if not 0 <= size <= MOST_AT_ONCE:
            _refuse_size(self._archive)
        return self._file.read(size)

    def seek(self, position: int) -> int:
        if position > MOST_BYTES:
            _refuse_size(self._archive)
        return self._file.seek(position)

    def tell(self) -> int:
        return self._file.tell()


def _unpack_tar(archive: Path, stream: Any, folder: Path) -> None:
    # "r:": tarfile is not to undo a second compression by itself
    with tarfile.open(fileobj=stream, mode="r:") as content:
        _check_tar(archive, content)
        content.extractall(folder, filter="data")


def _check_zip(archive: Path, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
        _refuse_size(archive)
    _refuse(archive, [member.filename for member in members if _leaves(member.filename)])


def _check_tar(archive: Path, content: tarfile.TarFile) -> None:
    size = 0
    for number, member in enumerate(content):  # one at a time: what is too large is not even read to its end
        size += member.size
        if number >= MOST_MEMBERS or size > MOST_BYTES:
            _refuse_size(archive)
        if not (member.isfile() or member.isdir()) or _leaves(member.name):
            _refuse(archive, [member.name])


def _refuse_size(archive: Path) -> NoReturn:
    raise ReviewSentimentError(
        f"{archive} is not unpacked: it holds more than {MOST_BYTES / 2**30:,.0f} GiB "
        f"or {MOST_MEMBERS:,} files."
    )


def _refuse(archive: Path, members: list[str]) -> None:
    if members:
        raise ReviewSentimentError(
            f"{archive} is not unpacked: its member {show(members[0])} is a link or leads out of the folder."
        )


def _leaves(name: str) -> bool:
    # as either system reads it: an archive may come from the other one
    path = name.replace("\\", "/")
    return path.startswith("/") or ":" in path.split("/")[0] or ".." in path.split("/")

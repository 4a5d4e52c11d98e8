import gzip
import io
import tarfile
import zipfile

import pytest

from review_sentiment import archives
from review_sentiment.archives import unpack
from review_sentiment.errors import ReviewSentimentError

OUTSIDE = ["../x", "a/../../x", "a/..", "/x", "C:/x", "C:x", "..\\x", "a\\..\\..\\x", "\\x", "C:\\x"]
KINDS = {
    "symbolic link": tarfile.SYMTYPE,
    "hard link": tarfile.LNKTYPE,
    "character device": tarfile.CHRTYPE,
    "block device": tarfile.BLKTYPE,
    "pipe": tarfile.FIFOTYPE,
}


def make_tar(path, members, mode="w:gz"):
    """A tar archive of (name, content) pairs and, for what is no file, of `TarInfo`."""
    with tarfile.open(path, mode) as archive:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
            else:
                info = tarfile.TarInfo(member[0])
                info.size = len(member[1])
                archive.addfile(info, io.BytesIO(member[1]))
    return path


def make_zip(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def assert_nothing_but(path, folder):
    """Nothing is written, in the folder or beside it."""
    assert list(folder.rglob("*")) == [path]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2"])
def test_a_tar_archive_is_unpacked_with_its_folders(tmp_path, mode):
    empty = tarfile.TarInfo("top/empty")
    empty.type = tarfile.DIRTYPE
    archive = make_tar(tmp_path / "archive", [("top/one.txt", b"1"), ("./two..txt", b"2"), empty], mode)
    folder = tmp_path / "folder"
    unpack(archive, folder)
    assert (folder / "top" / "one.txt").read_bytes() == b"1"
    assert (folder / "two..txt").read_bytes() == b"2"
    assert (folder / "top" / "empty").is_dir()
    assert len(list(folder.rglob("*"))) == 4
    assert archive.exists()


def test_a_zip_archive_is_unpacked_with_its_folders(tmp_path):
    archive = make_zip(tmp_path / "archive.whl", [("top/one.txt", b"1"), ("two.txt", b"2")])
    folder = tmp_path / "folder"
    unpack(archive, folder)
    assert (folder / "top" / "one.txt").read_bytes() == b"1"
    assert (folder / "two.txt").read_bytes() == b"2"
    assert len(list(folder.rglob("*"))) == 3


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("make", [make_tar, make_zip])
def test_a_member_that_leads_out_of_the_folder_is_refused(tmp_path, make, name):
    archive = make(tmp_path / "archive", [("good", b"1"), (name, b"2")])
    with pytest.raises(ReviewSentimentError, match="archive is not unpacked: its member") as refused:
        unpack(archive, tmp_path / "folder")
    assert repr(name) in str(refused.value)
    assert_nothing_but(archive, tmp_path)


@pytest.mark.parametrize("target", ["good", "../good", "/etc/hostname"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_link_or_a_device_is_refused(tmp_path, kind, target):
    info = tarfile.TarInfo("odd")
    info.type = KINDS[kind]
    info.linkname = target
    archive = make_tar(tmp_path / "archive.tar.gz", [("good", b"1"), info])
    with pytest.raises(ReviewSentimentError, match="is not unpacked: its member 'odd' is a link"):
        unpack(archive, tmp_path / "folder")
    assert_nothing_but(archive, tmp_path)


def test_a_link_in_a_zip_archive_is_no_link_once_unpacked(tmp_path):
    info = zipfile.ZipInfo("link")
    info.external_attr = 0o120777 << 16
    unpack(make_zip(tmp_path / "archive.zip", [(info, b"/etc/hostname")]), tmp_path / "folder")
    assert not (tmp_path / "folder" / "link").is_symlink()
    assert (tmp_path / "folder" / "link").read_bytes() == b"/etc/hostname"


@pytest.mark.parametrize("content", [b"", b"<html>not found</html>"])
def test_a_file_that_is_no_archive_is_refused(tmp_path, content):
    archive = tmp_path / "archive.tar.gz"
    archive.write_bytes(content)
    with pytest.raises(ReviewSentimentError, match=f"{archive} cannot be unpacked: "):
        unpack(archive, tmp_path / "folder")
    assert_nothing_but(archive, tmp_path)


@pytest.mark.parametrize("make", [make_tar, make_zip])
def test_an_archive_that_was_cut_short_is_refused(tmp_path, make):
    archive = make(tmp_path / "archive", [(f"file {number}", b"some text") for number in range(100)])
    content = archive.read_bytes()
    archive.write_bytes(content[: len(content) // 2])
    with pytest.raises(ReviewSentimentError, match=f"{archive} cannot be unpacked: "):
        unpack(archive, tmp_path / "folder")
    assert_nothing_but(archive, tmp_path)


def test_a_damaged_member_is_refused(tmp_path):
    archive = tmp_path / "archive.zip"
    with zipfile.ZipFile(archive, "w") as content:  # stored as it is, not compressed
        content.writestr("good", b"some text")
    archive.write_bytes(archive.read_bytes().replace(b"some text", b"same text"))
    with pytest.raises(ReviewSentimentError, match=f"{archive} cannot be unpacked: Bad CRC-32"):
        unpack(archive, tmp_path / "folder")


def test_a_member_whose_compression_is_damaged_is_refused(tmp_path):
    archive = make_zip(tmp_path / "archive.zip", [("a", b"some text " * 100)])
    content = bytearray(archive.read_bytes())
    content[31:41] = b"\xff" * 10  # a header of 30 bytes and the name's one come first
    archive.write_bytes(content)
    with pytest.raises(ReviewSentimentError, match=f"{archive} cannot be unpacked: "):
        unpack(archive, tmp_path / "folder")


def test_a_tar_archive_that_ends_in_a_zip_archive_is_a_tar_archive(tmp_path):
    inner = make_zip(tmp_path / "inner.zip", [("hidden", b"1")])
    archive = make_tar(tmp_path / "archive.tar", [("inner.zip", inner.read_bytes())], mode="w")
    unpack(archive, tmp_path / "folder")
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["inner.zip"]


@pytest.mark.parametrize("make", [make_tar, make_zip])
@pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_MEMBERS"])
def test_an_archive_that_expands_without_bound_is_refused_before_anything_is_unpacked(
    tmp_path, monkeypatch, make, limit
):
    archive = make(tmp_path / "archive", [(f"zeros {number}", bytes(1000)) for number in range(100)])
    assert archive.stat().st_size < 20_000
    monkeypatch.setattr(archives, limit, {"MOST_BYTES": 99_999, "MOST_MEMBERS": 99}[limit])
    with pytest.raises(
        ReviewSentimentError, match=r"archive is not unpacked: it holds more than .* or .* files"
    ):
        unpack(archive, tmp_path / "folder")
    assert_nothing_but(archive, tmp_path)
    monkeypatch.setattr(archives, limit, {"MOST_BYTES": 200_000, "MOST_MEMBERS": 100}[limit])
    unpack(archive, tmp_path / "folder")
    assert len(list((tmp_path / "folder").iterdir())) == 100


def test_a_tar_archive_that_says_nothing_of_its_size_is_not_read_beyond_the_bound(tmp_path, monkeypatch):
    archive = make_tar(tmp_path / "archive", [("a", b"1"), ("b", b"2")])
    monkeypatch.setattr(archives, "MOST_BYTES", 600)  # the second header stands behind 1,024 bytes
    with pytest.raises(ReviewSentimentError, match="it holds more than"):
        unpack(archive, tmp_path / "folder")


def test_what_is_compressed_twice_is_no_archive(tmp_path):
    archive = make_tar(tmp_path / "archive", [("zeros", bytes(1000))])
    archive.write_bytes(gzip.compress(archive.read_bytes()))
    with pytest.raises(ReviewSentimentError, match="cannot be unpacked: "):
        unpack(archive, tmp_path / "folder")


def test_a_header_that_would_fill_the_memory_is_refused(tmp_path):
    comment = tarfile.TarInfo("a")
    comment.pax_headers = {"comment": "x" * 2**21}
    archive = make_tar(tmp_path / "archive", [comment])
    assert archive.stat().st_size < 10_000
    with pytest.raises(ReviewSentimentError, match="it holds more than"):
        unpack(archive, tmp_path / "folder")


def test_a_zip_archive_with_a_password_is_refused(tmp_path):
    archive = make_zip(tmp_path / "archive.zip", [("a", b"1")])
    content = bytearray(archive.read_bytes())
    content[6] |= 1  # the flag of encryption, in the local header
    content[content.index(b"PK\x01\x02") + 8] |= 1  # and in the directory
    archive.write_bytes(content)
    with pytest.raises(ReviewSentimentError, match=r"cannot be unpacked: .*password"):
        unpack(archive, tmp_path / "folder")


def test_a_missing_archive_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"archive\.zip"):
        unpack(tmp_path / "archive.zip", tmp_path / "folder")

"""Which encoding a text file has: told for certain or named, never guessed."""

from __future__ import annotations

import codecs
from pathlib import Path

from kedro.io import DatasetError

# The longer ones first: UTF-32 starts as UTF-16 does.
BYTE_ORDER_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# what is no text, by its first bytes
SIGNATURES = {
    b"PK\x03\x04": "an Excel workbook or another zip archive; save the sheet as CSV (UTF-8)",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; save the sheet as CSV (UTF-8)",
    b"PAR1": "a Parquet file; its name has to end in .parquet",
    b"\x1f\x8b": "compressed with gzip; unpack it first",
    b"%PDF": "a PDF",
    b"SQLite format 3": "an SQLite database",
}


def decode(path: Path, encoding: str | None = None) -> str:
    """The text of a file whose encoding its byte order mark says, or the caller, or else is UTF-8.

    Raises:
        DatasetError: the file is empty, no text, or none of that encoding.
    """
    content = path.read_bytes()
    if not content.strip():
        raise DatasetError(f"{path} is empty.")
    for signature, kind in SIGNATURES.items():
        if content.startswith(signature):
            raise DatasetError(f"{path} is no text, but {kind}.")
    certain = next((name for mark, name in BYTE_ORDER_MARKS.items() if content.startswith(mark)), None)
    chosen = certain or encoding or "utf-8"
    if chosen == "utf-8" and content[:1000].count(0) > len(content[:1000]) // 4:
        kind = "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
        raise DatasetError(
            f"{path} is no UTF-8 text, but looks like UTF-16 without its mark.\nSave it as UTF-8, or put "
            f"`load_args: {{encoding: {kind}}}` into its entry of the catalog."
        )
    try:
        return content.decode(chosen)
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = content.count(b"\n", 0, start) + 1
        raise DatasetError(
            f"{path} is no {chosen.removesuffix('-sig').upper()} text: byte {start + 1:,}, in line {line:,}, "
            "does not belong there.\nSave it as UTF-8 (in Excel: CSV UTF-8), or name its encoding in the "
            "catalog, such as `load_args: {encoding: cp1252}`; with a wrong one the text would be garbled."
        ) from error

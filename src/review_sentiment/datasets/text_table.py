"""CSV and TSV files as people have them: which encoding, which separator, and every row whole or refused."""

from __future__ import annotations

import csv
import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
from kedro.io import DatasetError

from review_sentiment.datasets.encodings import decode

logger = logging.getLogger(__name__)

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
NEEDED = "review"
EXCEL_LINE = re.compile(r"sep=([,;\t])\r?\n")
MOST_OF_HEADER = 10_000

Row = list[str]


def read_text_table(
    path: Path, *, separator: str, encoding: str | None = None, escape: str | None = None
) -> pd.DataFrame:
    """The table as it stands, every cell a text and an empty one missing.

    A byte order mark says the encoding for certain, and the header the separator: where the expected one
    finds no column `review` in it and exactly one other does, it is that. Any other encoding than UTF-8
    cannot be told from the file, so it has to be named.

    Args:
        path: of the file.
        separator: the one to expect.
        encoding: of a file without a byte order mark; UTF-8 unless it is named.
        escape: what stands before a quotation mark that is part of a cell, where it is not doubled, and
            before itself.

    Raises:
        DatasetError: the file is empty, is no text of that encoding, or its rows do not fit its header.
    """
    text = decode(path, encoding)
    if escape:
        text = _double_quotation_marks(text, escape)
    separator, text = _choose_separator(text, separator)
    with _cells_of_any_length():
        rows = _read_rows(path, text, separator=separator)
        header = next((row for _, row in rows if "".join(row).strip()), [])
        return _build(path, header, rows)


def _double_quotation_marks(text: str, escape: str) -> str:
    """The text with each quotation mark doubled that has been escaped, and the escape left alone elsewhere.

    The reader of `csv` would take it away from before any other character too.
    """
    escaped = re.compile(re.escape(escape) + f'([{re.escape(escape)}"])')
    return escaped.sub(lambda match: '""' if match[1] == '"' else escape, text)


def _choose_separator(text: str, expected: str) -> tuple[str, str]:
    """The separator, and the text without Excel's line about it."""
    named = EXCEL_LINE.match(text)
    if named:
        return named[1], text[named.end() :]
    fitting = [separator for separator in SEPARATORS if _has_needed(text[:MOST_OF_HEADER], separator)]
    if expected in fitting or len(fitting) != 1:
        return expected, text
    logger.warning("The cells are separated by %s, as the header says.", SEPARATORS[fitting[0]])
    return fitting[0], text


def _has_needed(start: str, separator: str) -> bool:
    try:
        lines = io.StringIO(start.lstrip("\r\n"), newline="")
        header = next(csv.reader(lines, delimiter=separator, strict=True), [])
    except csv.Error:
        return False
    return NEEDED in (name.strip().lower() for name in header)


@contextmanager
def _cells_of_any_length() -> Iterator[None]:
    # a setting of the whole process, 131,072 characters unless changed; a C long is 32 bits on Windows
    before = csv.field_size_limit(2**31 - 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _read_rows(path: Path, text: str, *, separator: str) -> Iterator[tuple[int, Row]]:
    """Each row with the number of the line it starts in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DatasetError(
                f"{path}: the row that starts in line {line:,} cannot be read: {error}.\nMost likely a "
                'quotation mark is never closed, or one in a cell is not doubled ("He said ""no"", twice").\n'
                "Where a backslash stands before it instead, put `load_args: {escape: \\}` into the catalog."
            ) from error
        yield line, row


def _build(path: Path, header: Row, rows: Iterator[tuple[int, Row]]) -> pd.DataFrame:
    """The table of the rows below the header: short ones are filled up, and said to be."""
    table, short = [], 0
    for line, row in rows:
        if any(row[len(header) :]):
            raise DatasetError(
                f"{path}: the row that starts in line {line:,} has {len(row)} cells, the header has "
                f"{len(header)}.\nA cell that holds a separator has to stand in quotation marks."
            )
        short += 0 < len(row) < len(header)
        cells = row[: len(header)] + [""] * (len(header) - len(row))
        table.append([cell or None for cell in cells])
    if short:
        logger.warning("Rows with fewer cells than the header, filled up with empty ones: %s", f"{short:,}")
    frame = pd.DataFrame(table, columns=pd.Index(header, dtype="str"), dtype="str")
    unnamed = [not name.strip() and frame.iloc[:, place].isna().all() for place, name in enumerate(header)]
    return frame.loc[:, ~np.array(unnamed, dtype=bool)]

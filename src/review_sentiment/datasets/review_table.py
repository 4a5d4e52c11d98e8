"""A user's own table of reviews."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
from kedro.io import AbstractDataset, DatasetError

from review_sentiment.datasets.acl_imdb import read_acl_imdb
from review_sentiment.datasets.text_table import read_text_table
from review_sentiment.errors import show

SEPARATORS = {".csv": ",", ".tsv": "\t"}


class ReviewTableDataset(AbstractDataset[None, pd.DataFrame]):
    """A CSV, TSV or Parquet file of reviews, or the folder `aclImdb` or `aclImdb/train/unsup`, as it stands.

    What it holds is checked by `check_table`.

    Every cell of a text file is read as text, and only an empty one as missing: a review that says
    "NA" or "null" is a review, and an identifier keeps its leading zeros. What is read of a file that is not
    as it should be, and what is refused, `read_text_table` says.

    Args:
        filepath: the file, whose ending says what it is, or the folder.
        source: where one gets it; said when it is missing.
        optional: whether it may be missing; it then counts as there, as a table without rows.
        load_args: of a text file: `encoding`, where it is neither UTF-8 nor says another one by a byte order
            mark; `escape`, the character before a quotation mark inside a cell, where that is not doubled.
        metadata: Kedro-Viz's, unused here.
    """

    def __init__(
        self,
        *,
        filepath: str,
        source: str | None = None,
        optional: bool = False,
        load_args: dict[str, str] | None = None,
        metadata: dict[str, Any] | None = None,
    ):
        self._filepath = Path(filepath)
        self._source = source
        self._optional = optional
        self._load_args = _check_load_args(load_args or {})
        self.metadata = metadata

    def load(self) -> pd.DataFrame:
        """The table; raises DatasetError where the file is missing and has to be there, empty or no table."""
        if self._filepath.is_dir():
            return read_acl_imdb(self._filepath)
        if self._optional and not self._filepath.exists():
            return pd.DataFrame({"review": pd.Series(dtype="str")})
        if not self._filepath.is_file():
            raise DatasetError(
                f"There is no file or folder {self._filepath}.\n"
                "Put a table with a column `review` there, and `sentiment` where the reviews are to be "
                "learned from; or name another one in the catalog."
                + (f"\nIt can be had from {self._source}." if self._source else "")
            )
        suffix = self._filepath.suffix.lower()
        if suffix in SEPARATORS:
            return read_text_table(self._filepath, separator=SEPARATORS[suffix], **self._load_args)
        if suffix == ".parquet":
            return _read_parquet(self._filepath)
        raise DatasetError(
            f"{self._filepath} cannot be read: its name has to end in {', '.join(SEPARATORS)} or .parquet."
        )

    def save(self, data: None) -> NoReturn:
        """Refuses: a user's table is only ever read."""
        raise DatasetError("A table of raw reviews is read-only.")

    def _exists(self) -> bool:
        return self._optional or self._filepath.exists()

    def _describe(self) -> dict[str, Any]:
        return {"filepath": str(self._filepath), "optional": self._optional}


def _check_load_args(load_args: dict[str, str]) -> dict[str, str]:
    unknown = set(load_args) - {"encoding", "escape"}
    if unknown:
        raise DatasetError(f"`load_args` has {show(min(unknown))}; there are encoding and escape")
    try:
        "".encode(load_args.get("encoding", "utf-8"))
    except (LookupError, TypeError):
        raise DatasetError(
            f"`encoding` is {show(load_args['encoding'])}; Python has no text encoding of that name"
        ) from None
    escape: object = load_args.get("escape", "\\")
    if not isinstance(escape, str) or len(escape) != 1:
        raise DatasetError(f"`escape` is {show(load_args['escape'])}; it can be one character")
    return load_args


def _read_parquet(path: Path) -> pd.DataFrame:
    try:
        return pd.read_parquet(path)
    except (MemoryError, PermissionError):
        raise
    except Exception as error:  # of many kinds: a damaged file fails wherever its reader looks first
        raise DatasetError(f"{path} cannot be read as Parquet: {error}") from error

"""A user's own table of reviews."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
from kedro.io import AbstractDataset, DatasetError

from review_sentiment.datasets.acl_imdb import read_acl_imdb

SEPARATORS = {".csv": ",", ".tsv": "\t"}


class ReviewTableDataset(AbstractDataset[None, pd.DataFrame]):
    """A CSV, TSV or Parquet file of reviews, or the folder `aclImdb`, as it stands.

    What it holds is checked by `check_table`.

    Every cell of a text file is read as text, and only an empty one as missing: a review that says
    "NA" or "null" is a review, and an identifier keeps its leading zeros.

    Args:
        filepath: the file, whose ending says what it is, or the folder.
        source: where one gets it; said when it is missing.
        optional: whether it may be missing; it then counts as there, as a table without rows.
        metadata: Kedro-Viz's, unused here.
    """

    def __init__(
        self,
        *,
        filepath: str,
        source: str | None = None,
        optional: bool = False,
        metadata: dict[str, Any] | None = None,
    ):
        self._filepath = Path(filepath)
        self._source = source
        self._optional = optional
        self.metadata = metadata

    def load(self) -> pd.DataFrame:
        """The table; raises DatasetError where the file is missing and has to be there, empty or no table."""
        if self._filepath.is_dir():
            return read_acl_imdb(self._filepath)
        if self._optional and not self._filepath.exists():
            return pd.DataFrame({"review": pd.Series(dtype="str")})
        if not self._filepath.is_file():
            raise DatasetError(
                f"There is no file {self._filepath}.\n"
                "Put a table with a column `review` there, and `sentiment` where the reviews are to be "
                "learned from; or name another file in the catalog."
                + (f"\nThis one comes from {self._source}." if self._source else "")
            )
        try:
            return self._read()
        except pd.errors.EmptyDataError:
            raise DatasetError(f"{self._filepath} is empty.") from None
        except (UnicodeDecodeError, pd.errors.ParserError, ValueError, OSError) as error:
            raise DatasetError(
                f"{self._filepath} cannot be read as a {self._filepath.suffix} table: {error}\n"
                "Expected is UTF-8 text with a header line (.csv, .tsv), or Parquet (.parquet)."
            ) from error

    def _read(self) -> pd.DataFrame:
        suffix = self._filepath.suffix.lower()
        if suffix == ".parquet":
            return pd.read_parquet(self._filepath)
        if suffix not in SEPARATORS:
            raise ValueError(f"unknown file type {suffix!r}")
        table = pd.read_csv(
            self._filepath,
            sep=SEPARATORS[suffix],
            dtype=str,
            keep_default_na=False,
            na_values=[""],
            encoding="utf-8-sig",
            skip_blank_lines=False,
        )
        if not isinstance(table.index, pd.RangeIndex):  # pandas took the first cells for row names
            raise ValueError("its rows have more cells than its header")
        return table

    def save(self, data: None) -> NoReturn:
        """Refuses: a user's table is only ever read."""
        raise DatasetError("A table of raw reviews is read-only.")

    def _exists(self) -> bool:
        return self._optional or self._filepath.exists()

    def _describe(self) -> dict[str, Any]:
        return {"filepath": str(self._filepath), "optional": self._optional}

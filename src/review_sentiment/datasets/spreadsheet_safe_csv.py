"""CSV tables that hold what strangers wrote."""

from __future__ import annotations

import csv
import re
from typing import Any

import pandas as pd
from kedro_datasets.pandas import CSVDataset

# What Excel, LibreOffice or Google Sheets take for a formula (OWASP, "CSV injection"): the first character
# says it, after white space too, and in full width. Apostrophes count, so that loading can undo saving.
FORMULA = re.compile(r"'*\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


class SpreadsheetSafeCSVDataset(CSVDataset):
    """A `pandas.CSVDataset` whose texts no spreadsheet takes for formulas.

    A text that begins like one is saved behind an apostrophe, and loaded without it; numbers and column names
    stay as they are. The review "NA" is a text, and an identifier keeps its zeros. Arguments are those of
    `pandas.CSVDataset`.
    """

    DEFAULT_LOAD_ARGS: dict[str, Any] = {  # noqa: RUF012 - as kedro-datasets has it
        "keep_default_na": False,
        "na_values": [""],
        "dtype": {"review_id": "str", "review": "str"},
    }

    def save(self, data: pd.DataFrame) -> None:
        """Writes the table, formulas behind apostrophes."""
        # All texts in quotation marks: before Python 3.13 one with a carriage return has none otherwise, and
        # what stands behind that begins a cell of its own.
        self._save_args["quoting"] = csv.QUOTE_NONNUMERIC
        super().save(data.map(_disarm))

    def load(self) -> pd.DataFrame:
        """The table as it was before it was saved."""
        return super().load().map(_rearm)


def _disarm(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _rearm(value: object) -> object:
    return value[1:] if isinstance(value, str) and value.startswith("'") and FORMULA.match(value) else value

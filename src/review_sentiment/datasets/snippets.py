"""The sample reviews of the offline default."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
from kedro.io import AbstractDataset, DatasetError


class SnippetsDataset(AbstractDataset[None, pd.DataFrame]):
    """Movie-review snippets, each rated from -4 to 4 by at least 20 people (Hutto and Gilbert 2014).

    Loads a table with `id`, `rating` (the mean of a snippet's ratings), `review` and `sentiment`: positive
    above 0, negative below. The few snippets rated exactly 0 are neither, and left out.

    The file is tab-separated and has no header; its quotation marks belong to the text.
    """

    def __init__(self, *, filepath: str, metadata: dict[str, Any] | None = None):
        self._filepath = Path(filepath)
        self.metadata = metadata

    def load(self) -> pd.DataFrame:
        """The rated snippets; raises DatasetError where the file is missing or something else."""
        if not self._filepath.is_file():
            raise DatasetError(
                f"The sample reviews are not there: {self._filepath} does not exist.\n"
                "Run `make data` to fetch them."
            )
        snippets = pd.read_csv(
            self._filepath,
            sep="\t",
            names=["id", "rating", "review"],
            quoting=csv.QUOTE_NONE,
            dtype={"id": str, "rating": float, "review": str},
            keep_default_na=False,
        )
        rated = snippets.loc[snippets["rating"] != 0]
        return rated.assign(
            sentiment=(rated["rating"] > 0).map({True: "positive", False: "negative"})
        ).reset_index(drop=True)

    def save(self, data: None) -> NoReturn:
        """Refuses: the sample is only ever read."""
        raise DatasetError("The sample reviews are read-only.")

    def _exists(self) -> bool:
        return self._filepath.is_file()

    def _describe(self) -> dict[str, Any]:
        return {"filepath": str(self._filepath)}

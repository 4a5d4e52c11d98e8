"""The IMDB reviews from the Hugging Face Hub."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, NoReturn

import pandas as pd
from kedro.io import AbstractDataset, DatasetError

from review_sentiment.datasets.hub import HubSnapshot

# the files that a part is made of; a long table would be several files, numbered in its order
SPLITS = {"labelled": ("train", "test"), "unsupervised": ("unsupervised",)}


class HubReviewsDataset(AbstractDataset[None, pd.DataFrame]):
    """Movie reviews of a Hub repository laid out as `stanfordnlp/imdb` is, at a pinned commit.

    The part `labelled` is a table of raw reviews: `id` (such as train_0, by the place in its file), `review`,
    `sentiment` (1 positive, 0 negative) and the official `split`. The part `unsupervised` has the column
    `review` alone. Only a part's own files are downloaded, once; when it exists, `HubModelDataset` says.

    Args:
        repository: its name on the Hub.
        commit: the 40 hexadecimal digits of a commit of it.
        part: "labelled" or "unsupervised".
        metadata: Kedro-Viz's, unused here.
    """

    def __init__(
        self,
        *,
        repository: str,
        commit: str,
        part: Literal["labelled", "unsupervised"] = "labelled",
        metadata: dict[str, Any] | None = None,
    ):
        if part not in SPLITS:
            raise DatasetError(f"`part` is {part!r}; it can be {' or '.join(SPLITS)}.")
        needed = tuple(_pattern(split) for split in SPLITS[part])
        self._snapshot = HubSnapshot(repository, commit, needed=needed, kind="dataset")
        self._part = part
        self.metadata = metadata

    def load(self) -> pd.DataFrame:
        """The reviews, in the repository's order."""
        directory = self._snapshot.fetch()
        splits = [_read(directory, split) for split in SPLITS[self._part]]
        reviews = pd.concat(splits, ignore_index=True)
        return reviews if self._part == "labelled" else reviews[["review"]]

    def save(self, data: None) -> NoReturn:
        """Refuses: reviews of the Hub are only ever read."""
        raise DatasetError("Reviews of the Hub are read-only.")

    def _exists(self) -> bool:
        return self._snapshot.is_to_be_had()

    def _describe(self) -> dict[str, Any]:
        return {
            "repository": self._snapshot.repository,
            "commit": self._snapshot.commit,
            "part": self._part,
        }


def _pattern(split: str) -> str:
    return f"plain_text/{split}-*.parquet"


def _read(directory: Path, split: str) -> pd.DataFrame:
    files = sorted(directory.glob(_pattern(split)))
    table = pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)
    if not {"text", "label"} <= set(table.columns):
        raise DatasetError(
            f"{files[0]} has the columns {', '.join(map(str, table.columns))}; expected are text and label."
        )
    return pd.DataFrame(
        {
            "id": [f"{split}_{row}" for row in range(len(table))],
            "review": table["text"],
            "sentiment": table["label"],
            "split": split,
        }
    )

"""The unpacked archive of the Large Movie Review Dataset (Maas et al. 2011)."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
from kedro.io import DatasetError

LABELLED = {"train": ("neg", "pos"), "test": ("neg", "pos")}
UNLABELLED = "unsup"
FILE_NAME = re.compile(r"(?P<number>\d+)_(?P<rating>\d+)\.txt")


def read_acl_imdb(folder: Path) -> pd.DataFrame:
    """The labelled reviews of `aclImdb`, or the unlabelled ones of its `train/unsup`, by their numbers.

    Returns:
        `review`, `sentiment` ("neg" or "pos"), `split` ("train" or "test"), `rating` (1 to 10, of the file's
        name) and `id` ("train/pos/0"); of the unlabelled ones `review` and `id` ("train/unsup/0").

    Raises:
        DatasetError: a folder or a file is not what the archive has.
    """
    if folder.name == UNLABELLED:
        return pd.DataFrame([_read(file, "train", UNLABELLED) for file in _list(folder, "")])[
            ["review", "id"]
        ]
    rows = []
    for split, sentiments in LABELLED.items():
        for sentiment in sentiments:
            rows += [_read(file, split, sentiment) for file in _list(folder, f"{split}/{sentiment}")]
    return pd.DataFrame(rows)


def _list(folder: Path, place: str) -> list[Path]:
    files = sorted((folder / place).glob("*.txt"), key=_number)
    if not files:
        raise DatasetError(
            f"{folder} is no unpacked aclImdb: there are no reviews in {place or 'it'}.\n"
            "Expected are the folders train/neg, train/pos, test/neg and test/pos of the archive; for text "
            "without labels its folder train/unsup itself."
        )
    return files


def _number(file: Path) -> int:
    return int(_match(file)["number"])


def _read(file: Path, split: str, sentiment: str) -> dict[str, str | int]:
    name = _match(file)
    try:
        review = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DatasetError(f"{file} is no UTF-8 text: {error}. Unpack the archive again.") from error
    return {
        "review": review,
        "sentiment": sentiment,
        "split": split,
        "rating": int(name["rating"]),
        "id": f"{split}/{sentiment}/{name['number']}",
    }


def _match(file: Path) -> re.Match[str]:
    match = FILE_NAME.fullmatch(file.name)
    if not match:
        raise DatasetError(f"{file} is no review of aclImdb: expected is a name such as 0_9.txt.")
    return match

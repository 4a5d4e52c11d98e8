"""Reviews that are made up, for runs of seconds."""

from __future__ import annotations

import itertools
import random
from typing import Any, NoReturn

import pandas as pd
from kedro.io import AbstractDataset, DatasetError

SUBJECTS = ("the plot", "the cast", "the music", "this film", "the ending", "the director")
ADVERBS = ("really", "often", "truly", "somehow", "almost", "simply")
ADJECTIVES = {
    "positive": ("wonderful", "moving", "funny", "brilliant", "charming"),
    "negative": ("dull", "awful", "boring", "clumsy", "weak"),
}

MOST = 5_400


class SyntheticReviewsDataset(AbstractDataset[None, pd.DataFrame]):
    """A table of raw reviews, two simple sentences each, half of them positive; no two are the same.

    Args:
        rows: how many, an even number of at most 5,400.
        seed: of their choice and order.
        metadata: Kedro-Viz's, unused here.
    """

    def __init__(self, *, rows: int, seed: int = 0, metadata: dict[str, Any] | None = None):
        if rows % 2 or not 0 < rows <= MOST:
            raise DatasetError(f"`rows` is {rows}; it can be an even number from 2 to {MOST:,}.")
        self._rows = rows
        self._seed = seed
        self.metadata = metadata

    def load(self) -> pd.DataFrame:
        """The columns `review` and `sentiment`."""
        draw = random.Random(self._seed)
        table = [
            {"review": review, "sentiment": sentiment}
            for sentiment in ADJECTIVES
            for review in draw.sample(all_reviews(sentiment), self._rows // 2)
        ]
        draw.shuffle(table)
        return pd.DataFrame(table)

    def save(self, data: None) -> NoReturn:
        """Refuses: there is no place to save to."""
        raise DatasetError("Synthetic reviews are read-only.")

    def _exists(self) -> bool:
        return True

    def _describe(self) -> dict[str, Any]:
        return {"rows": self._rows, "seed": self._seed}


def all_reviews(sentiment: str) -> list[str]:
    """Every review of that sentiment that can be made: 6 x 6 x 5 first sentences, 3 x 5 second ones."""
    adjectives = ADJECTIVES[sentiment]
    firsts = itertools.product(SUBJECTS, ADVERBS, adjectives)
    seconds = itertools.product(SUBJECTS[:3], adjectives)
    return [
        f"{subject.capitalize()} was {adverb} {adjective}. I found {other} {again}."
        for (subject, adverb, adjective), (other, again) in itertools.product(firsts, seconds)
    ]

"""Encoders from the Hugging Face Hub."""

from __future__ import annotations

from typing import Any, NoReturn

from kedro.io import AbstractDataset, DatasetError

from review_sentiment.datasets.hub import HubSnapshot
from review_sentiment.datasets.pretrained_model import REQUIRED_FILES, PretrainedModelDataset
from review_sentiment.pretrained_model import PretrainedModel

# Whole names: a pattern like *.json would bring the files of other frameworks along.
TOKENIZER_FILES = (
    "added_tokens.json",
    "merges.txt",
    "special_tokens_map.json",
    "tokenizer.json",
    "vocab.json",
    "vocab.txt",
)


class HubModelDataset(AbstractDataset[None, PretrainedModel]):
    """An encoder of a Hub repository at a pinned commit, downloaded once and then read from the Hub's cache.

    It takes the configuration, the tokenizer and the weights as safetensors, and loads them as
    `PretrainedModelDataset` does. It exists if it is in the cache or the Hub answers that it has the commit:
    so a run on a fresh machine is not refused for a model that it would download, and one without a network
    is refused before it starts. No network is asked for a model that is in the cache.

    Args:
        repository: its name on the Hub, such as `roberta-base`.
        commit: the 40 hexadecimal digits of a commit of it.
        metadata: Kedro-Viz's, unused here.
    """

    def __init__(self, *, repository: str, commit: str, metadata: dict[str, Any] | None = None):
        self._snapshot = HubSnapshot(repository, commit, needed=REQUIRED_FILES, optional=TOKENIZER_FILES)
        self.metadata = metadata

    def load(self) -> PretrainedModel:
        """The network in evaluation mode, float32, on the CPU, and its tokenizer."""
        return PretrainedModelDataset(filepath=str(self._snapshot.fetch())).load()

    def save(self, data: None) -> NoReturn:
        """Refuses: a model of the Hub is only ever read."""
        raise DatasetError("A model of the Hub is read-only.")

    def _exists(self) -> bool:
        return self._snapshot.is_to_be_had()

    def _describe(self) -> dict[str, Any]:
        return {"repository": self._snapshot.repository, "commit": self._snapshot.commit}

"""Reviews as a PyTorch dataset: tensors of tokens."""

from __future__ import annotations

from typing import Self

import numpy as np
import pandas as pd
import torch
from torch.utils.data import Dataset

from review_sentiment.annotations import PreTrainedTokenizerBase
from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipeline_registry import ARCHITECTURES
from review_sentiment.pipelines.data_processing.cleaning import clean_texts
from review_sentiment.pipelines.data_processing.nodes import check_table
from review_sentiment.pipelines.modelling.base_tokenizer import base_tokenizer
from review_sentiment.pipelines.modelling.tokenization import tokenize
from review_sentiment.training.padding import padded_width

Sample = dict[str, torch.Tensor]
# tokens that a sample has room for at least: two special ones, and one of the review
SHORTEST = 3


class IMDBDataset(Dataset[Sample]):
    """Reviews as token tensors of one length, so that a plain `DataLoader` can batch them.

    `dataset[i]` maps `input_ids`, `token_type_ids` and `attention_mask` to int64 tensors of shape
    (max_sequence_length,), and `labels` to an int64 tensor without dimensions: 0 negative, 1 positive.
    Both architectures get the same four keys. Reviews are cleaned and tokenized when the dataset is made.

    Args:
        df: a table with the columns `review` and `sentiment`.
        arch: an architecture of the project, "bert" or "roberta": whose tokenizer is taken.
        max_sequence_length: the tokens of a sample, 3 or more; longer reviews are cut, shorter ones padded.
        tokenizer: one to take instead of the encoder's of that architecture.

    Raises:
        ReviewSentimentError: the table, the architecture or the length is not what is said above, or the
            encoder of the architecture has not been made yet.
    """

    def __init__(
        self,
        df: pd.DataFrame,
        arch: str = "bert",
        max_sequence_length: int = 256,
        tokenizer: PreTrainedTokenizerBase | None = None,
    ):
        if arch not in ARCHITECTURES:
            raise ReviewSentimentError(
                f"There is no architecture {arch!r}; there are {', '.join(ARCHITECTURES)}."
            )
        if max_sequence_length < SHORTEST:
            raise ReviewSentimentError(
                f"`max_sequence_length` is {max_sequence_length}; it has to be {SHORTEST} or more."
            )
        tokenizer = tokenizer or base_tokenizer(arch)
        reviews = clean_texts(check_table(df))
        empty = int((reviews["review"] == "").sum())
        if empty:
            raise ReviewSentimentError(f"{empty:,} of {len(reviews):,} reviews have no text: drop them.")
        tokens = tokenize(reviews, tokenizer, max_sequence_length)
        self._hold(tokens, max_sequence_length, tokenizer.pad_token_id)

    @classmethod
    def from_tokens(cls, tokens: pd.DataFrame, max_sequence_length: int, pad_id: int) -> Self:
        """The same over reviews that `tokenize` has been through; without a `label` column, 0 stands in."""
        dataset = cls.__new__(cls)
        dataset._hold(tokens, max_sequence_length, pad_id)
        return dataset

    def _hold(self, tokens: pd.DataFrame, max_sequence_length: int, pad_id: int) -> None:
        self._max_sequence_length = max_sequence_length
        self._pad_id = pad_id
        # all reviews end to end: 4 bytes a token, whatever the length of the longest
        self._ids = torch.from_numpy(np.concatenate([*tokens["input_ids"], np.empty(0, np.int32)]))
        self.lengths = np.array([len(ids) for ids in tokens["input_ids"]], dtype=np.int64)
        self._ends = self.lengths.cumsum()
        labels = tokens["label"] if "label" in tokens else np.zeros(len(tokens), np.int64)
        self._labels = torch.tensor(np.asarray(labels), dtype=torch.int64)

    @property
    def arrays(self) -> tuple[np.ndarray, ...]:
        """All it holds: token ids end to end, where each review ends, and labels."""
        return self._ids.numpy(), self._ends, self._labels.numpy()

    def __len__(self) -> int:
        return len(self._labels)

    def __getitem__(self, index: int) -> Sample:
        """The review at `index` as a mapping of tensors (see the class)."""
        end, length = self._ends[index], self.lengths[index]
        input_ids = torch.full((self._max_sequence_length,), self._pad_id, dtype=torch.int64)
        input_ids[:length] = self._ids[end - length : end]
        attention_mask = torch.zeros(self._max_sequence_length, dtype=torch.int64)
        attention_mask[:length] = 1
        return {
            "input_ids": input_ids,
            "token_type_ids": torch.zeros_like(input_ids),
            "attention_mask": attention_mask,
            "labels": self._labels[index],
        }


def trim_padding(samples: list[Sample]) -> Sample:
    """A batch of the samples, hardly longer than its longest review: padding costs what tokens cost."""
    batch = {key: torch.stack([sample[key] for sample in samples]) for key in samples[0]}
    longest = int(batch["attention_mask"].sum(dim=1).max())
    width = padded_width(longest)
    return {key: tensor[:, :width] if tensor.dim() > 1 else tensor for key, tensor in batch.items()}

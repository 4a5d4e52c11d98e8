"""The loaders of the three splits."""

from __future__ import annotations

import pandas as pd
import pytorch_lightning as pl
import torch
from torch.utils.data import DataLoader

from review_sentiment.pipelines.modelling.batches import TokenBudgetBatches
from review_sentiment.pipelines.modelling.dataset import IMDBDataset, Sample, trim_padding


class ReviewDataModule(pl.LightningDataModule):
    """Batches of tokenized reviews, as long as the longest review in them.

    Args:
        pad_id: the token that fills a batch up.
        batch_size: reviews of an average batch.
        train, validation, test: tables that `tokenize` made; only those whose loader is asked for.
        passes: over the training reviews, which its loader makes one after the other.
    """

    def __init__(  # noqa: PLR0913 - three splits
        self,
        pad_id: int,
        batch_size: int,
        *,
        train: pd.DataFrame | None = None,
        validation: pd.DataFrame | None = None,
        test: pd.DataFrame | None = None,
        passes: int = 1,
    ):
        super().__init__()
        self._pad_id = pad_id
        self._batch_size = batch_size
        self._splits = {"train": train, "validation": validation, "test": test}
        self._passes = passes

    def train_dataloader(self) -> DataLoader[Sample]:
        """The training reviews, in an order that is drawn for each pass (see `TokenBudgetBatches`)."""
        return self._loader("train", shuffle=True, passes=self._passes)

    def val_dataloader(self) -> DataLoader[Sample]:
        """The validation reviews, the longest first."""
        return self._loader("validation", shuffle=False)

    def test_dataloader(self) -> DataLoader[Sample]:
        """The test reviews, the longest first."""
        return self._loader("test", shuffle=False)

    def _loader(self, split: str, *, shuffle: bool, passes: int = 1) -> DataLoader[Sample]:
        tokens = self._splits[split]
        if tokens is None:
            raise ValueError(f"This data module was made without {split} reviews.")
        longest = int(tokens["input_ids"].map(len).max())
        dataset = IMDBDataset.from_tokens(tokens, longest, self._pad_id)
        batches = TokenBudgetBatches(dataset.lengths, self._batch_size, shuffle=shuffle, passes=passes)
        # with a generator of its own, a loader that starts over leaves the global one alone
        return DataLoader(
            dataset, batch_sampler=batches, collate_fn=trim_padding, generator=torch.Generator()
        )

"""The loaders of the three splits."""

from __future__ import annotations

import pandas as pd
import pytorch_lightning as pl
from torch.utils.data import DataLoader

from review_sentiment.pipelines.modelling.batches import TokenBudgetBatches
from review_sentiment.pipelines.modelling.dataset import IMDBDataset, Sample, trim_padding


class ReviewDataModule(pl.LightningDataModule):
    """Batches of tokenized reviews, as long as the longest review in them.

    Args:
        pad_id: the token that fills a batch up.
        batch_size: reviews of an average batch.
        train, validation, test: tables that `tokenize` made; only those whose loader is asked for.
    """

    def __init__(
        self,
        pad_id: int,
        batch_size: int,
        *,
        train: pd.DataFrame | None = None,
        validation: pd.DataFrame | None = None,
        test: pd.DataFrame | None = None,
    ):
        super().__init__()
        self._pad_id = pad_id
        self._batch_size = batch_size
        self._splits = {"train": train, "validation": validation, "test": test}

    def train_dataloader(self) -> DataLoader[Sample]:
        """The training reviews, in batches that are drawn anew each epoch (see `TokenBudgetBatches`)."""
        return self._loader("train", shuffle=True)

    def val_dataloader(self) -> DataLoader[Sample]:
        """The validation reviews, the longest first."""
        return self._loader("validation", shuffle=False)

    def test_dataloader(self) -> DataLoader[Sample]:
        """The test reviews, the longest first."""
        return self._loader("test", shuffle=False)

    def _loader(self, split: str, *, shuffle: bool) -> DataLoader[Sample]:
        tokens = self._splits[split]
        if tokens is None:
            raise ValueError(f"This data module was made without {split} reviews.")
        longest = int(tokens["input_ids"].map(len).max())
        dataset = IMDBDataset.from_tokens(tokens, longest, self._pad_id)
        batches = TokenBudgetBatches(dataset.lengths, self._batch_size, shuffle=shuffle)
        return DataLoader(dataset, batch_sampler=batches, collate_fn=trim_padding)

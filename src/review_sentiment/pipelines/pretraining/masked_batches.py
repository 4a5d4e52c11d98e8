"""Batches of masked sequences, over all passes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import partial

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Sampler

from review_sentiment.pipelines.pretraining.masked_sequences import MaskedSequence, MaskedSequences, Place
from review_sentiment.pipelines.pretraining.masking import seed_generator
from review_sentiment.training.padding import POOL, draw_in_pools, padded_width

MaskedBatch = dict[str, Tensor]


class PassBatches(Sampler[list[Place]]):
    """The batches of all passes, one pass after the other.

    In each pass the sequences are put into an order that the seed and the pass decide, cut into pools of
    `POOL` batches, sorted by length inside a pool, cut into batches, and the batches shuffled: next to no
    padding, and, from one pool to another, each sequence meets others in every pass.

    Args:
        lengths: tokens of each sequence, (sequences,).
        batch_size: sequences of a batch; the last of a pass may have fewer.
        epochs: passes.
        seed: of their order.
    """

    def __init__(self, lengths: np.ndarray, batch_size: int, *, epochs: int, seed: int):
        self._lengths = lengths
        self._batch_size = batch_size
        self._epochs = epochs
        self._seed = seed
        self._batches_a_pass = math.ceil(len(lengths) / batch_size)
        self.start = 0
        """how many batches to leave out, since they were done before; they count in the length"""

    @property
    def ends(self) -> list[int]:
        """How many batches there are to the end of each pass."""
        return [self._batches_a_pass * (epoch + 1) for epoch in range(self._epochs)]

    @property
    def shapes(self) -> set[tuple[int, int]]:
        """The sequences and the tokens of the largest batch that there may be."""
        return {(min(self._batch_size, len(self._lengths)), int(self._lengths.max()))}

    def __len__(self) -> int:
        return self._epochs * self._batches_a_pass

    def __iter__(self) -> Iterator[list[Place]]:
        first, done = divmod(self.start, self._batches_a_pass)
        for epoch in range(first, self._epochs):
            for batch in self._draw_pass(epoch)[done if epoch == first else 0 :]:
                yield [(epoch, index) for index in batch]

    def _draw_pass(self, epoch: int) -> list[list[int]]:
        cut = partial(_cut_evenly, batch_size=self._batch_size)
        pool = POOL * self._batch_size
        return draw_in_pools(self._lengths, pool, cut, seed_generator(self._seed, epoch))


def _cut_evenly(order: np.ndarray, batch_size: int) -> list[list[int]]:
    return [order[start : start + batch_size].tolist() for start in range(0, len(order), batch_size)]


def pad_batch(sequences: list[MaskedSequence], pad_id: int) -> MaskedBatch:
    """The sequences side by side, hardly wider than the longest.

    Returns:
        `input_ids` and `attention_mask`, (sequences, width); `positions` of the tokens to guess, counted
        through the rows, and their `labels`, (guessed,); all int64.
    """
    width = padded_width(max(len(inputs) for inputs, _, _ in sequences))
    input_ids = torch.full((len(sequences), width), pad_id)
    attention_mask = torch.zeros_like(input_ids)
    for row, (inputs, _, _) in enumerate(sequences):
        input_ids[row, : len(inputs)] = inputs
        attention_mask[row, : len(inputs)] = 1
    places = [row * width + positions for row, (_, _, positions) in enumerate(sequences)]
    return {
        "input_ids": input_ids,
        "attention_mask": attention_mask,
        "positions": torch.cat(places),
        "labels": torch.cat([ids[positions] for _, ids, positions in sequences]),
    }


def load_training_batches(
    masked: MaskedSequences, batch_size: int, *, epochs: int
) -> DataLoader[MaskedSequence]:
    """The batches of all passes (see `PassBatches`)."""
    batches = PassBatches(masked.sequences.lengths, batch_size, epochs=epochs, seed=masked.seed)
    return _load(masked, batches)


def load_held_out_batches(masked: MaskedSequences, batch_size: int) -> DataLoader[MaskedSequence]:
    """One pass, the longest sequences first, so that a batch that does not fit into memory fails at once."""
    order = np.argsort(-masked.sequences.lengths, kind="stable")
    return _load(masked, [[(0, index) for index in batch] for batch in _cut_evenly(order, batch_size)])


def _load(masked: MaskedSequences, batches: Iterable[list[Place]]) -> DataLoader[MaskedSequence]:
    collate = partial(pad_batch, pad_id=masked.vocabulary.pad_id)
    # with a generator of its own, a loader that starts over leaves the global one alone
    return DataLoader(masked, batch_sampler=batches, collate_fn=collate, generator=torch.Generator())

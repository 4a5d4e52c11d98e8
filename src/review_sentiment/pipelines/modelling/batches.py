"""Which reviews go through the network together."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import torch
from torch.utils.data import Sampler

# Batches that are drawn at once and sorted by length: the more, the less padding and the less chance.
POOL = 50


class LengthGroupedBatches(Sampler[list[int]]):
    """Batches of reviews of about the same length, in a random order that changes each epoch.

    The reviews are shuffled, cut into pools of 50 batches, sorted by length inside a pool, cut into batches,
    and the batches shuffled: next to no padding, and each review still meets others every epoch.

    Args:
        lengths: tokens of each review, (reviews,).
        batch_size: reviews of a batch; the last one of the data may have fewer.
    """

    def __init__(self, lengths: np.ndarray, batch_size: int):
        self._lengths = lengths
        self._batch_size = batch_size

    def __len__(self) -> int:
        return math.ceil(len(self._lengths) / self._batch_size)

    def __iter__(self) -> Iterator[list[int]]:
        # torch's global generator, as its own samplers: one seed decides everything
        order = torch.randperm(len(self._lengths)).numpy()
        pools = [
            order[start : start + POOL * self._batch_size]
            for start in range(0, len(order), POOL * self._batch_size)
        ]
        batches = [
            batch for pool in pools for batch in self._cut(pool[self._lengths[pool].argsort(kind="stable")])
        ]
        for index in torch.randperm(len(batches)).tolist():
            yield batches[index].tolist()

    def _cut(self, pool: np.ndarray) -> list[np.ndarray]:
        return [pool[start : start + self._batch_size] for start in range(0, len(pool), self._batch_size)]

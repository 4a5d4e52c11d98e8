"""Which reviews go through the network together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from torch.utils.data import Sampler

from review_sentiment.training.padding import POOL, draw_in_pools, padded_width


class TokenBudgetBatches(Sampler[list[int]]):
    """Batches that take about the same time: many short reviews or few long ones, of about the same length.

    A batch is as full as `batch_size` reviews of the mean width are; what counts is the width of its longest
    review (see `padded_width`) times its number of reviews, for that is what the network computes. So batches
    of one width are of one size, and a CPU compiles its kernels once for all of them. Shuffled, the reviews
    are put into a random order, cut into pools of `POOL` average batches, sorted by length inside a pool, cut
    into batches, and the batches shuffled: next to no padding, and each review meets others in every pass.
    Otherwise the batches go from the longest reviews to the shortest, so that one that does not fit into
    memory fails at once.

    Args:
        lengths: tokens of each review, (reviews,).
        batch_size: reviews of an average batch.
        shuffle: whether the order of each pass is drawn, from torch's global generator, when this is made.
        passes: over all reviews, one after the other.
    """

    def __init__(self, lengths: np.ndarray, batch_size: int, *, shuffle: bool, passes: int = 1):
        self._widths = padded_width(lengths)
        self._budget = batch_size * self._widths.mean()
        if shuffle:
            drawn = [draw_in_pools(lengths, POOL * batch_size, self._cut) for _ in range(passes)]
        else:
            drawn = [self._cut(np.argsort(-lengths, kind="stable"))] * passes
        self._batches = [batch for batches in drawn for batch in batches]
        self.ends = np.cumsum([len(batches) for batches in drawn]).tolist()
        """how many batches there are to the end of each pass"""
        self.start = 0
        """how many batches to leave out, since they were done before; they count in the length"""

    @property
    def shapes(self) -> set[tuple[int, int]]:
        """The reviews of each batch, and how many tokens it is wide."""
        return {(len(batch), int(self._widths[batch].max())) for batch in self._batches}

    def __len__(self) -> int:
        return len(self._batches)

    def __iter__(self) -> Iterator[list[int]]:
        return iter(self._batches[self.start :])

    def _cut(self, order: np.ndarray) -> list[list[int]]:
        """Batches of reviews that are sorted by length, the longest first."""
        batches = []
        start = 0
        while start < len(order):
            reviews = max(1, int(self._budget // self._widths[order[start]]))
            batches.append(order[start : start + reviews].tolist())
            start += reviews
        return batches

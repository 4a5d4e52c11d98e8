import numpy as np
import pytest
import torch

from review_sentiment.training.padding import draw_in_pools, padded_width


@pytest.mark.parametrize(("longest", "width"), [(1, 8), (8, 8), (9, 16), (128, 128)])
def test_a_batch_is_as_wide_as_the_next_multiple_of_8(longest, width):
    assert padded_width(longest) == width


def test_pools_are_cut_from_the_longest_to_the_shortest():
    lengths = np.array([3, 9, 5, 1, 7, 8])
    pools = []

    def cut_in_twos(pool):
        pools.append(lengths[pool].tolist())
        return [pool[start : start + 2].tolist() for start in range(0, len(pool), 2)]

    batches = draw_in_pools(lengths, 4, cut_in_twos, torch.Generator().manual_seed(0))
    assert [len(pool) for pool in pools] == [4, 2]
    assert all(pool == sorted(pool, reverse=True) for pool in pools)
    assert sorted(index for batch in batches for index in batch) == list(range(6))

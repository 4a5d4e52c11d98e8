import math

import numpy as np
import pytest
import torch
from scipy.spatial.distance import jensenshannon

from review_sentiment.pipelines.reporting.attention_measures.distances import (
    jensen_shannon,
    pairwise,
    shifts,
)


def draw(*shape):
    return torch.tensor(np.random.default_rng(0).dirichlet(np.ones(shape[-1]), size=shape[:-1]))


def test_the_distance_is_0_of_the_same_1_of_disjoint_and_worked_out_between():
    same = torch.tensor([0.5, 0.5])
    assert jensen_shannon(same, same).item() == 0
    one, other = torch.eye(2)
    assert jensen_shannon(one, other).item() == pytest.approx(1)
    # [1, 0] and [.5, .5]: their mean [.75, .25] has 2 - .75 log2 3 = .8113 bits, they have 0 and 1
    expected = math.sqrt(2 - 0.75 * math.log2(3) - 0.5)
    assert jensen_shannon(one, same).item() == pytest.approx(expected)


def test_the_distance_is_that_of_scipy():
    first, second = draw(2, 4, 6)
    expected = jensenshannon(first.numpy(), second.numpy(), base=2, axis=-1)
    np.testing.assert_allclose(jensen_shannon(first, second), expected)


def test_every_two_heads_have_their_mean_distance():
    # heads 0 and 1 differ in one of two rows, completely; head 2 is head 0
    same, moved = torch.eye(2), torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    distances = pairwise(torch.stack([same, moved, same]))
    np.testing.assert_allclose(distances, [[0, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0]])


def test_a_shift_is_averaged_over_the_tokens_of_a_review_without_padding():
    before = torch.eye(3).expand(1, 1, 1, 3, 3)
    after = torch.tensor([[0.0, 1, 0], [0, 1, 0], [1, 0, 0]]).expand(1, 1, 1, 3, 3)
    assert shifts(before, after, torch.tensor([3])).item() == pytest.approx(2 / 3)
    assert shifts(before, after, torch.tensor([2])).item() == pytest.approx(1 / 2)

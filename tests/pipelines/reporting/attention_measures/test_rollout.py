import numpy as np
import pytest
import torch

from review_sentiment.pipelines.reporting.attention_measures.rollout import rollout, rollouts

# one head a layer, two tokens: everything to the first, then everything to the other one
TO_FIRST = [[1.0, 0.0], [1.0, 0.0]]
SWAPPED = [[0.0, 1.0], [1.0, 0.0]]
LAYERS = np.array([[TO_FIRST], [SWAPPED]], dtype=np.float32)


@pytest.mark.parametrize("of", [np.asarray, torch.from_numpy])
def test_the_rollout_of_two_layers_is_the_product_worked_out_by_hand(of):
    # layer 0 with half of the identity: [[1, 0], [.5, .5]]; layer 1: [[.5, .5], [.5, .5]].
    # Layer 1 times layer 0: each row is .5 [1, 0] + .5 [.5, .5] = [.75, .25].
    assert rollout(of(LAYERS)).tolist() == [[0.75, 0.25], [0.75, 0.25]]
    assert rollouts(of(LAYERS))[0].tolist() == [[1, 0], [0.5, 0.5]]


def test_heads_are_averaged():
    both = np.array([[TO_FIRST, SWAPPED]])  # mean [[.5, .5], [1, 0]]
    assert rollout(both).tolist() == [[0.75, 0.25], [0.5, 0.5]]


def test_uniform_attention_keeps_half_of_each_token_a_layer():
    # 1 / 2^3 of a token stays untouched by three layers, the rest is spread over all four
    uniform = np.full((3, 2, 4, 4), 0.25)
    np.testing.assert_allclose(rollout(uniform), np.eye(4) / 8 + 7 / 8 / 4)


def test_a_batch_is_rolled_out_review_by_review_and_the_weights_are_left_alone():
    weights = np.random.default_rng(0).dirichlet(np.ones(5), size=(3, 2, 4, 5))
    before = weights.copy()
    np.testing.assert_allclose(rollout(weights), [rollout(review) for review in weights])
    np.testing.assert_allclose(rollout(weights).sum(axis=-1), 1)
    np.testing.assert_array_equal(weights, before)


def test_padding_changes_nothing_for_the_tokens_before_it():
    weights = np.random.default_rng(0).dirichlet(np.ones(3), size=(2, 2, 3))
    padded = np.full((2, 2, 5, 5), 0.2)
    padded[..., :3, :] = np.pad(weights, [(0, 0)] * 3 + [(0, 2)])
    np.testing.assert_allclose(rollout(padded)[:3, :3], rollout(weights))

import math

import numpy as np
import pytest
import torch
from test_patterns import make_review

from review_sentiment.pipelines.reporting.attention_measures.masses import (
    entropies,
    masses,
    measure_batch,
    uniform_masses,
    weigh,
)
from review_sentiment.pipelines.reporting.attention_measures.patterns import PATTERNS, make_patterns
from review_sentiment.pipelines.reporting.attention_measures.sampling import pad_squares

REVIEW = make_review("not", "good", "!")  # five tokens; one polarity word, "good", one punctuation mark
UNIFORM = np.full((5, 5), 0.2)
BACKWARDS = np.eye(5, k=-1) + np.eye(5)[0] * (np.arange(5) == 0)[:, None]  # the first token looks at itself
TO_FIRST = np.eye(5)[np.zeros(5, dtype=int)]


def measure_heads(*heads):
    weights = torch.tensor(np.stack(heads), dtype=torch.float32)[None]
    found = torch.from_numpy(make_patterns(REVIEW, frozenset({"good"}), {"not"}))[None]
    return [dict(zip(PATTERNS, row.tolist(), strict=True)) for row in masses(weights, found)[0]]


def test_uniform_attention_has_the_mass_that_is_said_of_it():
    patterns = torch.from_numpy(make_patterns(REVIEW, frozenset({"good"}), {"not"}))[None]
    expected = uniform_masses(patterns, torch.tensor([5]))[0].tolist()
    (found,) = measure_heads(UNIFORM)
    assert list(found.values()) == pytest.approx(expected)
    assert list(found.values()) == pytest.approx([0.2] * 8)  # each pattern is about one token of five


def test_attention_shifted_by_one_is_all_on_the_previous_token():
    (found,) = measure_heads(BACKWARDS)
    assert found["previous"] == pytest.approx(1)
    assert found["next"] == 0
    assert found["self"] == pytest.approx(1 / 5)  # the first token
    assert found["first"] == pytest.approx(2 / 5)  # the first token and the second
    assert found["negation"] == pytest.approx(
        1 / 1
    )  # one token is inside, "good", and "not" stands before it
    assert found["punctuation"] == found["polarity"] == pytest.approx(1 / 5)


def test_heads_are_kept_apart():
    to_first, uniform = measure_heads(TO_FIRST, UNIFORM)
    assert to_first["first"] == pytest.approx(1)
    assert to_first["separator"] == 0
    assert uniform["first"] == pytest.approx(0.2)


def test_entropy_is_1_for_uniform_rows_and_0_for_rows_that_look_at_one_token():
    # the third: two tokens alike in each row, log 2 of log 5
    halves = np.tile([0.5, 0.5, 0, 0, 0], (5, 1))
    weights = torch.tensor(np.stack([UNIFORM, TO_FIRST, halves]))[None]
    found = entropies(weights, torch.tensor([5]))
    assert found[0].tolist() == pytest.approx([1, 0, math.log(2) / math.log(5)])


def test_padding_has_no_part_in_entropy_and_mass():
    padded = np.full((7, 7), 1 / 5)  # what a network gives for the rows of padding
    padded[:, 5:] = 0
    weights = torch.tensor(padded, dtype=torch.float32)[None, None]
    lengths = torch.tensor([5])
    patterns = pad_squares([make_patterns(REVIEW, frozenset({"good"}), {"not"}), np.zeros((8, 7, 7))])[:1]
    assert entropies(weights, lengths).item() == pytest.approx(1)
    assert masses(weights, patterns)[0, 0].tolist() == pytest.approx([0.2] * 8)


def test_weighing_takes_weight_from_values_of_no_length():
    weights = torch.tensor([[[0.5, 0.25, 0.25]] * 3])
    # .5 x 0, .25 x 1, .25 x 3: a quarter and three quarters of what is left
    found = weigh(weights, torch.tensor([[0.0, 1.0, 3.0]]))
    assert found[0, 0].tolist() == [0, 0.25, 0.75]


def test_a_batch_is_measured_layer_by_layer():
    weights = torch.tensor(np.stack([[TO_FIRST], [UNIFORM]]), dtype=torch.float32)[None]
    patterns = torch.from_numpy(make_patterns(REVIEW, frozenset({"good"}), {"not"}))[None]
    found = measure_batch(weights, torch.ones(1, 2, 1, 5), patterns, torch.tensor([5]))
    assert found["entropy"].flatten().tolist() == pytest.approx([0, 1])
    first = PATTERNS.index("first")
    assert found["plain"][0, :, 0, first].tolist() == pytest.approx([1, 0.2])
    torch.testing.assert_close(found["weighted"], found["plain"])  # all values are of one length
    # layer 0: a row keeps half of itself and gives half to the first, (1 + 4 x .5) / 5 = .6. Layer 1 mixes
    # half of each row with half of the mean row, whose mass on the first is .6 too.
    assert found["rollout"][0, :, first].tolist() == pytest.approx([0.6, 0.6])

import numpy as np
import torch

from review_sentiment.pipelines.reporting.faithfulness.attention_scores import (
    attention_scores,
    strongest_scores,
)

# 2 layers of 1 head over 3 tokens; only the rows of the first token matter for most scores
FIRST = [[0.5, 0.3, 0.2], [0, 1, 0], [0, 0, 1]]
LAST = [[0.1, 0.1, 0.8], [0, 1, 0], [0, 0.4, 0.6]]
WEIGHTS = torch.tensor([[FIRST], [LAST]])
NORMS = torch.tensor([[[1.0, 2, 1]], [[1, 4, 0]]])


def test_scores_of_two_layers_by_hand():
    scores = {name: score.tolist() for name, score in attention_scores(WEIGHTS, NORMS).items()}
    expected = {
        "attention_last": [0.1, 0.1, 0.8],
        "attention_mean": [0.3, 0.2, 0.5],
        # (0.55, 0.05, 0.4), the last layer's first row halved with the identity, times the first layer's
        # halves (0.75, 0.15, 0.1), (0, 1, 0), (0, 0, 1)
        "rollout": [0.55 * 0.75, 0.55 * 0.15 + 0.05, 0.55 * 0.1 + 0.4],
        "norm_weighted": [(0.5 + 0.1) / 2, (0.6 + 0.4) / 2, 0.2 / 2],
    }
    assert scores.keys() == expected.keys()
    for name, score in scores.items():
        np.testing.assert_allclose(score, expected[name], rtol=1e-6, err_msg=name)


def test_heads_are_averaged():
    twice = torch.cat([WEIGHTS, torch.tensor(FIRST).expand(2, 1, 3, 3)], dim=1)
    scores = attention_scores(twice, NORMS.repeat(1, 2, 1))
    np.testing.assert_allclose(scores["attention_last"], [0.3, 0.2, 0.5], rtol=1e-6)


def test_the_strongest_weight_is_taken_from_whatever_token_gives_it():
    strongest = strongest_scores(WEIGHTS)["attention_last_strongest"]
    np.testing.assert_allclose(strongest, [0.1, 1, 0.8], rtol=1e-6)

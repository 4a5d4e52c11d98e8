from types import SimpleNamespace

import pytest
import torch
from torch import nn

from review_sentiment.pipelines.reporting.faithfulness.captum_scores import (
    gradient_x_input,
    input_gradient_size,
    integrated_gradients,
    leave_one_out,
)

# The vector of a token is what it brings to the probability of positive: softmax(log(1 - p), log p) = p.
WORTH = [0.0, 0.02, 0.3, 0.1, -0.05, 0.25]
MASK, FIRST, LAST = 1, 0, 5
IDS = torch.tensor([[FIRST, 2, 3, 4, LAST]])  # p = 0.3 + 0.1 - 0.05 + 0.25 = 0.6


class LinearProbability(nn.Module):
    def __init__(self):
        super().__init__()
        self.embeddings = nn.Embedding.from_pretrained(torch.tensor(WORTH)[:, None], freeze=False)
        self.base_model = SimpleNamespace(embeddings=self.embeddings)

    def get_input_embeddings(self):
        return self.embeddings

    def forward(self, ids):
        positive = self.embeddings(ids).sum((1, 2))
        return SimpleNamespace(logits=torch.stack([(1 - positive).log(), positive.log()], dim=1))


@pytest.fixture
def network():
    return LinearProbability()


# the gradient of a sum is 1 everywhere
def test_gradient_x_input_of_a_sum_is_what_is_summed(network):
    scores = gradient_x_input(network, IDS, target=1)
    assert scores.tolist() == pytest.approx([0, 0.3, 0.1, -0.05, 0.25])


def test_what_speaks_for_one_class_speaks_against_the_other(network):
    scores = gradient_x_input(network, IDS, target=0)
    assert scores.tolist() == pytest.approx([0, -0.3, -0.1, 0.05, -0.25])


# from the mask's 0.02: and the special tokens, which the baseline shares, get nothing
def test_integrated_gradients_of_a_sum_are_complete(network):
    scores, delta = integrated_gradients(network, IDS, target=1, mask_id=MASK, steps=3)
    assert scores.tolist() == pytest.approx([0, 0.28, 0.08, -0.07, 0], abs=1e-6)
    assert delta == pytest.approx(0, abs=1e-6)


def test_leaving_a_token_out_costs_what_it_brings_more_than_the_mask(network, monkeypatch):
    expected = pytest.approx([0.28, 0.08, -0.07], abs=1e-6)
    assert leave_one_out(network, IDS, target=1, mask_id=MASK).tolist() == expected
    monkeypatch.setattr("review_sentiment.pipelines.reporting.faithfulness.captum_scores.TOKENS_AT_ONCE", 10)
    assert leave_one_out(network, IDS, target=1, mask_id=MASK).tolist() == expected


# d log(p) / d embedding = 1 / p
def test_the_size_of_the_input_gradient_is_that_of_the_logit_of_positive(network):
    assert input_gradient_size(network, IDS).tolist() == pytest.approx([1 / 0.6] * 5)

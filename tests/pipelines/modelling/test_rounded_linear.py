import torch
from torch import nn

from review_sentiment.pipelines.modelling.rounded_linear import RoundedLinear, round_linear_layers


def make_layer(rows, bias):
    layer = nn.Linear(len(rows[0]), len(rows))
    layer.weight = nn.Parameter(torch.tensor(rows))
    layer.bias = nn.Parameter(torch.tensor(bias))
    return layer


def test_each_row_has_its_own_256_steps_from_its_smallest_weight_to_its_largest():
    # from -1.0 to 1.55, 0.01 a step: 0 is step 100; from 0 to 510, 2 a step: 0 is step 0, 3.2 between two
    layer = RoundedLinear(make_layer([[-1.0, 1.55, 0.252], [510.0, 3.2, 0.0]], [0.5, -1.0]))
    assert layer.weight.shape == (2, 3)
    torch.testing.assert_close(layer.weight, torch.tensor([[-1.0, 1.55, 0.25], [510.0, 4.0, 0.0]]))
    torch.testing.assert_close(layer(torch.tensor([[1.0, 1.0, 2.0]])), torch.tensor([[1.55, 513.0]]))


def test_weights_of_one_sign_keep_their_0():
    # from -2.55 to 0: the largest is not -1
    layer = RoundedLinear(make_layer([[-2.55, -1.0]], [0.0]))
    torch.testing.assert_close(layer.weight, torch.tensor([[-2.55, -1.0]]))


def test_a_row_of_zeros_stays_one():
    layer = RoundedLinear(make_layer([[0.0, 0.0]], [3.0]))
    assert torch.equal(layer(torch.ones(1, 2)), torch.tensor([[3.0]]))


def test_every_linear_layer_is_rounded_and_nothing_else():
    embedding, norm = nn.Embedding(3, 4), nn.LayerNorm(4)
    network = nn.Sequential(embedding, nn.Sequential(nn.Linear(4, 4), norm), nn.Linear(4, 2))
    round_linear_layers(network)
    [kept, [inner, kept_within], outer] = network
    assert kept is embedding
    assert kept_within is norm
    assert isinstance(inner, RoundedLinear)
    assert isinstance(outer, RoundedLinear)

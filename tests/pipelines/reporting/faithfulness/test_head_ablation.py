import copy

import numpy as np
import pandas as pd
import pytest
import torch
from transformers import (
    DistilBertConfig,
    DistilBertForSequenceClassification,
    ElectraConfig,
    ElectraForSequenceClassification,
)

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.pipelines.reporting.faithfulness.head_ablation import ablate, log_probabilities

IDS = torch.tensor([[2, 7, 9, 11, 3], [2, 30, 12, 8, 3], [2, 14, 14, 20, 3]])
LAYERS = HEADS = 2


@pytest.fixture(params=["tiny_encoder", "tiny_roberta"])
def network(request):
    torch.manual_seed(0)
    network = build_classifier(request.getfixturevalue(request.param).network).eval()
    with torch.no_grad():
        for weight in network.parameters():  # so that a head makes a difference that can be seen
            weight.add_(0.3 * torch.randn_like(weight))
    return network


def run_whole(network, layer=None, head=None):
    """A forward pass of the whole network; a hook zeroes what a head hands to the output projection."""
    width = network.config.hidden_size // network.config.num_attention_heads

    def switch_off(_, inputs):
        context = inputs[0].clone()
        context[..., head * width : (head + 1) * width] = 0
        return (context,)

    handle = None
    if layer is not None:
        dense = network.base_model.encoder.layer[layer].attention.output.dense
        handle = dense.register_forward_pre_hook(switch_off)
    with torch.inference_mode():
        result = network(IDS, attention_mask=torch.ones_like(IDS)).logits.double().log_softmax(-1)
    if handle:
        handle.remove()
    return result.numpy()


def silence(network, layer, head):
    """The same network, in which what a head hands on is zero whatever it looks at."""
    silenced = copy.deepcopy(network)
    value = silenced.base_model.encoder.layer[layer].attention.self.value
    width = network.config.hidden_size // network.config.num_attention_heads
    with torch.no_grad():
        value.weight[head * width : (head + 1) * width] = 0
        value.bias[head * width : (head + 1) * width] = 0
    return silenced


def table(labels):
    return pd.DataFrame({"input_ids": [row.numpy() for row in IDS], "label": labels})


def test_what_is_kept_from_the_layers_below_gives_what_a_whole_pass_gives(network):
    whole, without = log_probabilities(network, IDS)
    np.testing.assert_allclose(whole, run_whole(network), atol=1e-5)
    for layer, head in np.ndindex(LAYERS, HEADS):
        expected = run_whole(network, layer, head)
        np.testing.assert_allclose(without[layer, head], expected, atol=1e-5)
        assert np.abs(expected - whole.numpy()).max() > 1e-3


def test_a_head_that_hands_on_nothing_costs_nothing(network):
    lost = ablate(silence(network, layer=1, head=0), table([0, 1, 0]))
    row = lost[(lost["layer"] == 1) & (lost["head"] == 0)].iloc[0]
    assert row["accuracy_lost"] == 0
    assert row["log_loss_gained"] == pytest.approx(0, abs=1e-6)
    assert lost["log_loss_gained"].abs().max() > 1e-4


def test_losses_are_those_of_the_labels(network):
    labels = np.array([1, 0, 1])
    lost = ablate(network, table(labels)).set_index(["layer", "head"])
    assert len(lost) == LAYERS * HEADS
    before = run_whole(network)
    for layer, head in np.ndindex(LAYERS, HEADS):
        after = run_whole(network, layer, head)
        gained = (before - after)[np.arange(3), labels].mean()
        accuracy = (before.argmax(1) == labels).mean() - (after.argmax(1) == labels).mean()
        assert lost.loc[(layer, head), "log_loss_gained"] == pytest.approx(gained, abs=1e-5)
        assert lost.loc[(layer, head), "accuracy_lost"] == pytest.approx(accuracy)


def test_reviews_of_any_length_in_any_order_get_their_own_numbers(network, monkeypatch):
    reviews = pd.DataFrame({"input_ids": [[2, 9, 3], [2, 7, 9, 11, 3], [2, 8, 3]], "label": [0, 1, 1]})
    together = ablate(network, reviews)
    monkeypatch.setattr("review_sentiment.pipelines.reporting.faithfulness.head_ablation.TOKENS_AT_ONCE", 1)
    alone = ablate(network, reviews)
    np.testing.assert_allclose(together["log_loss_gained"], alone["log_loss_gained"], atol=1e-6)


@pytest.mark.parametrize(
    ("model", "config"),
    [
        (DistilBertForSequenceClassification, DistilBertConfig(dim=8, n_layers=1, n_heads=2, hidden_dim=8)),
        # layers like BERT's between parts that are not
        (
            ElectraForSequenceClassification,
            ElectraConfig(hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8),
        ),
    ],
)
def test_a_network_of_another_layout_is_refused(model, config):
    with pytest.raises(ReviewSentimentError, match=f"heads of a {model.__name__} can't be"):
        log_probabilities(model(config), IDS)

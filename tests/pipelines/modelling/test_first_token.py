import copy

import pytest
import torch
from transformers import AutoConfig, AutoModelForSequenceClassification

from review_sentiment.pipelines.modelling.first_token import FIRST_TOKEN_CLASSIFIERS, first_token_only


def make_classifier(architecture):
    sizes = {"num_hidden_layers": 2, "hidden_size": 16, "num_attention_heads": 2}
    if architecture == "distilbert":
        sizes = {"n_layers": 2, "dim": 16, "n_heads": 2}
    torch.manual_seed(0)
    config = AutoConfig.for_model(architecture, vocab_size=50, max_position_embeddings=20, **sizes)
    return AutoModelForSequenceClassification.from_config(config).eval()


def run(classifier):
    """Logits, and the gradient of all weights."""
    ids = torch.arange(5, 15).reshape(2, 5)
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    logits = classifier(input_ids=ids, attention_mask=mask).logits
    weights = list(classifier.parameters())
    return logits, torch.autograd.grad(logits.square().sum(), weights)


def widths_of_the_last_layer(classifier):
    """How many tokens its feed-forward half is given."""
    seen = []
    layer = classifier.base_model.encoder.layer[-1]
    handle = layer.intermediate.register_forward_hook(lambda _, inputs, __: seen.append(inputs[0].shape[1]))
    run(classifier)
    handle.remove()
    return seen


@pytest.mark.parametrize("architecture", FIRST_TOKEN_CLASSIFIERS)
def test_logits_and_gradients_are_the_same(architecture):
    classifier = make_classifier(architecture)
    spared = copy.deepcopy(classifier)
    first_token_only(spared)
    torch.testing.assert_close(run(spared), run(classifier), rtol=1e-4, atol=1e-6)
    assert widths_of_the_last_layer(classifier) == [5]
    assert widths_of_the_last_layer(spared) == [1]


def test_outside_its_context_the_layer_has_all_tokens():
    classifier = make_classifier("bert")
    with first_token_only(classifier):
        assert widths_of_the_last_layer(classifier) == [1]
    assert widths_of_the_last_layer(classifier) == [5]


def test_another_architecture_is_left_as_it_is():
    classifier = make_classifier("distilbert")
    before = run(classifier)
    with first_token_only(classifier):
        torch.testing.assert_close(run(classifier), before, rtol=0, atol=0)

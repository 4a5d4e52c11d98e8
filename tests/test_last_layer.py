import copy

import pytest
import torch
from transformers import AutoConfig, AutoModelForSequenceClassification

from review_sentiment.last_layer import LAID_OUT_AS_BERT, encode_at, first_token_only

POSITIONS = torch.tensor([1, 4, 6])  # of two rows of five tokens: the second, the fifth, and the second below


def make_classifier(architecture):
    sizes = {"num_hidden_layers": 2, "hidden_size": 16, "num_attention_heads": 2}
    if architecture == "distilbert":
        sizes = {"n_layers": 2, "dim": 16, "n_heads": 2}
    torch.manual_seed(0)
    config = AutoConfig.for_model(architecture, vocab_size=50, max_position_embeddings=20, **sizes)
    return AutoModelForSequenceClassification.from_config(config).double().eval()


def make_batch():
    """Two reviews of five and three tokens."""
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    return {"input_ids": torch.arange(5, 15).reshape(2, 5), "attention_mask": mask}


def classify(classifier):
    return classifier(**make_batch()).logits


def encode_all(classifier):
    return classifier.base_model(**make_batch()).last_hidden_state


def encode_some(classifier):
    return encode_at(classifier.base_model, POSITIONS, **make_batch())


def with_gradients(result, network):
    """A result, and what the sum of its cubes asks of the weights: 0 of those that it doesn't depend on.

    Not of its squares: behind a layer norm their sum is the same whatever the weights, and gradients noise.
    """
    weights = list(network.parameters())
    return result, torch.autograd.grad(result.pow(3).sum(), weights, materialize_grads=True)


def widths_of_the_last_layer(run, classifier):
    """How many tokens of a row its feed-forward half is given."""
    seen = []
    layer = classifier.base_model.encoder.layer[-1]
    with layer.intermediate.register_forward_hook(lambda _, inputs, __: seen.append(inputs[0].shape[1])):
        run(classifier)
    return seen


def count_key_projections(classifier):
    """How often a pass through the classifier makes keys of all tokens, in all its layers."""
    calls = []
    for layer in classifier.base_model.encoder.layer:
        layer.attention.self.key.register_forward_hook(lambda *_: calls.append(1))
    classify(classifier)
    return len(calls)


@pytest.mark.parametrize("attention", ["eager", "sdpa"])
@pytest.mark.parametrize("architecture", LAID_OUT_AS_BERT)
def test_logits_and_gradients_are_the_same(architecture, attention):
    classifier = make_classifier(architecture)
    classifier.set_attn_implementation(attention)
    spared = copy.deepcopy(classifier)
    first_token_only(spared)
    found, expected = (with_gradients(classify(network), network) for network in (spared, classifier))
    torch.testing.assert_close(found, expected, rtol=1e-9, atol=1e-12)
    assert widths_of_the_last_layer(classify, classifier) == [5]
    assert widths_of_the_last_layer(classify, spared) == [1]


def test_the_last_layer_makes_no_keys_of_what_is_not_read():
    classifier = make_classifier("bert")
    first_token_only(classifier)
    assert count_key_projections(classifier) == 1  # of two layers


def test_its_attention_drops_out_in_training_alone():
    classifier = make_classifier("bert")
    last = classifier.base_model.encoder.layer[-1].attention
    last.self.dropout.p = 0.5
    first_token_only(classifier)
    torch.testing.assert_close(classify(classifier), classify(classifier), rtol=0, atol=0)
    last.self.train()
    assert not torch.equal(classify(classifier), classify(classifier))


@pytest.mark.parametrize("architecture", [*LAID_OUT_AS_BERT, "distilbert"])
def test_the_vectors_at_some_positions_and_their_gradients_are_the_same(architecture):
    classifier = make_classifier(architecture)
    expected = encode_all(classifier)[torch.tensor([0, 0, 1]), torch.tensor([1, 4, 1])]
    torch.testing.assert_close(
        with_gradients(encode_some(classifier), classifier),
        with_gradients(expected, classifier),
        rtol=1e-9,
        atol=1e-12,
    )


def test_only_these_positions_are_computed_and_afterwards_all_are_again():
    classifier = make_classifier("bert")
    assert widths_of_the_last_layer(encode_some, classifier) == [3]
    assert widths_of_the_last_layer(encode_all, classifier) == [5]


def test_outside_its_context_the_layer_has_all_tokens():
    classifier = make_classifier("bert")
    with first_token_only(classifier):
        assert widths_of_the_last_layer(classify, classifier) == [1]
    assert widths_of_the_last_layer(classify, classifier) == [5]
    assert count_key_projections(classifier) == 2


def test_another_architecture_is_left_as_it_is():
    classifier = make_classifier("distilbert")
    before = classify(classifier)
    with first_token_only(classifier):
        torch.testing.assert_close(classify(classifier), before, rtol=0, atol=0)

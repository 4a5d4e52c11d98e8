import math

import numpy as np
import pytest
import torch

from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.pipelines.reporting.attention import SPACE, attend, readable_tokens
from review_sentiment.pretrained_model import PretrainedModel

TEXT = "The plot was dull"


@pytest.fixture(params=["tiny_encoder", "tiny_roberta"])
def classifier(request):
    encoder = request.getfixturevalue(request.param)
    torch.manual_seed(0)
    return PretrainedModel(build_classifier(encoder.network).eval(), encoder.tokenizer)


def first_layer_by_hand(network, ids):
    """softmax(Q K^T / sqrt(d)) of layer 0, with nothing but matrix products."""
    body = network.base_model
    with torch.inference_mode():
        hidden = body.embeddings(torch.tensor([ids]))
        attention = body.encoder.layer[0].attention.self
        heads, width = attention.num_attention_heads, attention.attention_head_size

        def split(projected):
            return projected.view(len(ids), heads, width).transpose(0, 1)

        query, key = split(attention.query(hidden)), split(attention.key(hidden))
        return (query @ key.transpose(1, 2) / math.sqrt(width)).softmax(dim=-1).numpy()


def test_the_weights_are_those_of_a_forward_pass_by_hand(classifier):
    ids = classifier.tokenizer(TEXT)["input_ids"]
    attention = attend(classifier, TEXT, max_tokens=16)
    np.testing.assert_allclose(attention.weights[0], first_layer_by_hand(classifier.network, ids), atol=1e-5)


def test_every_row_of_every_head_of_every_layer_sums_to_1(classifier):
    attention = attend(classifier, TEXT, max_tokens=16)
    n = len(attention.tokens)
    assert attention.weights.shape == (2, 2, n, n)
    np.testing.assert_allclose(attention.weights.sum(axis=-1), 1, atol=1e-5)
    assert attention.words == ("[start]", "The", "plot", "was", "dull", "[end]")
    assert attention.word_weights.shape == (2, 2, 6, 6)
    np.testing.assert_allclose(attention.word_weights.sum(axis=-1), 1, atol=1e-5)


def test_reading_attention_does_not_change_what_is_predicted(classifier):
    ids = torch.tensor([classifier.tokenizer(TEXT)["input_ids"]])
    before = classifier.network.config._attn_implementation
    with torch.inference_mode():
        expected = classifier.network(ids).logits.softmax(dim=-1)[0, 1].item()
    assert attend(classifier, TEXT, max_tokens=16).probability == pytest.approx(expected, abs=1e-6)
    assert classifier.network.config._attn_implementation == before


def test_a_long_text_is_cut_as_in_training(classifier):
    attention = attend(classifier, TEXT, max_tokens=4)
    assert attention.weights.shape[-1] == len(attention.tokens) == 4
    assert attention.tokens[-1] in {"[SEP]", "</s>"}
    assert attention.words == ("[start]", "The", "plot", "[end]")


def test_pieces_that_continue_a_word_are_marked_and_no_marker_of_a_tokenizer_is_left(classifier):
    text = "Zq dull!"
    names = readable_tokens(classifier.tokenizer, text)
    body = [name for name in names[1:-1] if name != SPACE]
    assert "".join(name.removeprefix("##") for name in body).lower() == "zqdull!"
    assert [name.lower() for name in body[:2]] == ["z", "##q"]
    assert not any("Ġ" in name or name == "##!" for name in names)


def test_letters_of_several_bytes_are_shown_as_letters(tiny_roberta):
    text = "ø"
    names = readable_tokens(tiny_roberta.tokenizer, text)
    assert [name for name in names[1:-1] if name != SPACE] == ["ø", "##ø"]

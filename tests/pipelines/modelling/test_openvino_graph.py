import copy
from collections import Counter

import pytest
import torch
from transformers import AutoConfig, AutoModelForSequenceClassification

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.last_layer import LAID_OUT_AS_BERT
from review_sentiment.pipelines.modelling.openvino_network import _import_openvino

openvino = _import_openvino()
from review_sentiment.pipelines.modelling.openvino_graph import build_graph  # noqa: E402

PADDING = 1
INPUT_IDS = torch.tensor([[5, 9, 7, 5, 8, 6], [9, 8, 7, PADDING, PADDING, PADDING]])
MASK = torch.tensor([[1, 1, 1, 1, 1, 1], [1, 1, 1, 0, 0, 0]])


def make_classifier(architecture, **settings):
    """Three layers with four heads of 2, and weights so large that all of them tell."""
    sizes = {"num_hidden_layers": 3, "hidden_size": 8, "num_attention_heads": 4, "intermediate_size": 12}
    if architecture == "distilbert":
        sizes = {"n_layers": 1, "dim": 8, "n_heads": 2}
    config = AutoConfig.for_model(
        architecture, vocab_size=10, max_position_embeddings=9, pad_token_id=PADDING, **sizes, **settings
    )
    torch.manual_seed(0)
    classifier = AutoModelForSequenceClassification.from_config(config).eval()
    with torch.no_grad():
        for weight in classifier.parameters():
            weight.add_(torch.randn_like(weight) / 3)  # biases and norms, too, which start as 0 and 1
    return classifier


def classify(graph):
    compiled = openvino.compile_model(graph, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return torch.from_numpy(compiled([INPUT_IDS.numpy(), MASK.numpy()])[0])


@pytest.mark.parametrize("architecture", LAID_OUT_AS_BERT)
def test_logits_are_those_of_the_classifier(architecture):
    classifier = make_classifier(architecture)
    with torch.no_grad():
        expected = classifier(input_ids=INPUT_IDS, attention_mask=MASK).logits
    assert (expected[0] - expected[1]).abs().max() > 0.01
    torch.testing.assert_close(classify(build_graph(classifier, int8=False)), expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("architecture", ["bert", "roberta"])
def test_a_graph_of_a_classifier_in_bfloat16_is_that_of_the_same_numbers_in_float32(architecture):
    classifier = make_classifier(architecture).bfloat16()
    expected = classify(build_graph(copy.deepcopy(classifier).float(), int8=False))
    torch.testing.assert_close(classify(build_graph(classifier, int8=False)), expected)


@pytest.mark.parametrize("architecture", ["bert", "roberta"])
def test_in_int8_linear_layers_have_8_bits_but_in_the_first_third(architecture):
    graph = build_graph(make_classifier(architecture), int8=True)
    constants = [operation for operation in graph.get_ops() if operation.get_type_name() == "Constant"]
    types = Counter(
        (constant.get_element_type().get_type_name(), *constant.shape)
        for constant in constants
        if len(constant.shape) > 1 and min(constant.shape) > 1
    )
    assert types == {
        ("f32", 10, 8): 1,  # words
        ("f32", 9, 8): 1,  # positions
        ("f32", 8, 8): 4,  # the first layer's attention: queries, keys, values and output
        ("f32", 12, 8): 1,  # its inner layer, and back
        ("f32", 8, 12): 1,
        ("u8", 8, 8): 4 + 2 + 1,  # the second layer's, queries and output of the last one, and the head's
        ("f32", 4, 2, 8): 2,  # keys and values of the last layer, a head each
        ("u8", 12, 8): 2,
        ("u8", 8, 12): 2,
        ("u8", 2, 8): 1,
    }


def test_another_architecture_is_refused():
    with pytest.raises(ReviewSentimentError, match=r"is a distilbert and none of bert, .*\. Set it to torch"):
        build_graph(make_classifier("distilbert"), int8=False)


def test_another_activation_is_refused():
    with pytest.raises(ReviewSentimentError, match=r"has relu in place of gelu\. Set it to torch"):
        build_graph(make_classifier("bert", hidden_act="relu"), int8=False)

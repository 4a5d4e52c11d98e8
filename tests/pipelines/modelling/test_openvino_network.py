import copy
from contextlib import nullcontext

import pandas as pd
import pytest
import torch

from review_sentiment.pipelines.modelling import openvino_network, prediction
from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.pipelines.modelling.nodes import classify_reviews, tokenize_reviews
from review_sentiment.pipelines.modelling.openvino_network import OpenVinoNetwork
from review_sentiment.pipelines.modelling.params import PredictionParams, TokenizationParams
from review_sentiment.pretrained_model import PretrainedModel


@pytest.fixture(scope="module", params=["tiny_encoder", "tiny_roberta"])
def classifier(request):
    encoder = request.getfixturevalue(request.param)
    torch.manual_seed(0)
    network = build_classifier(encoder.network).eval()
    with torch.no_grad():
        for weight in network.parameters():
            weight.mul_(3)  # random weights are so small that all reviews would get about the same logits
    return PretrainedModel(network, encoder.tokenizer)


def test_predictions_are_those_of_the_network_whatever_the_length(classifier, test_reviews):
    tokens = tokenize_reviews(classifier, test_reviews, TokenizationParams(max_tokens=16))
    options = {"batch_size": 4, "precision": "float32"}
    expected = classify_reviews(classifier, tokens, PredictionParams(**options))
    found = classify_reviews(classifier, tokens, PredictionParams(**options, runtime="openvino"))
    assert expected["probability"].std() > 1e-4
    pd.testing.assert_frame_equal(found, expected, check_exact=False, rtol=0, atol=1e-5)


def test_in_int8_probabilities_are_about_the_same_and_nothing_is_printed(classifier, test_reviews, capfd):
    tokens = tokenize_reviews(classifier, test_reviews, TokenizationParams(max_tokens=16))
    options = {"batch_size": 4, "precision": "float32"}
    expected = classify_reviews(classifier, tokens, PredictionParams(**options))["probability"]
    capfd.readouterr()
    found = classify_reviews(classifier, tokens, PredictionParams(**options, runtime="openvino_int8"))
    assert capfd.readouterr().out == ""
    assert 0.95 < found["probability"].corr(expected) < 1 - 1e-6


def test_int8_rounds_inputs_in_groups_and_leaves_the_rest_to_bfloat16(classifier, monkeypatch):
    openvino = openvino_network._import_openvino()
    asked = []
    compile_model = openvino.compile_model

    def watch(model, device, options):
        asked.append(options)
        return compile_model(model, device, options)

    monkeypatch.setattr(openvino, "compile_model", watch)
    network = OpenVinoNetwork(classifier.network, bfloat16=True, int8=True)
    group = network._compiled.get_property("DYNAMIC_QUANTIZATION_GROUP_SIZE")
    network.close()
    assert group == 64
    assert asked[0]["INFERENCE_PRECISION_HINT"] == "bf16"


def test_the_network_that_went_in_is_left_as_it_was(classifier):
    before = copy.deepcopy(classifier.network.state_dict())
    OpenVinoNetwork(classifier.network, bfloat16=True).close()
    assert all(weight.requires_grad for weight in classifier.network.parameters())
    for name, weight in classifier.network.state_dict().items():
        assert torch.equal(weight, before[name])


@pytest.mark.parametrize("goes_wrong", [False, True])
def test_what_was_compiled_is_freed_when_predicting_ends(goes_wrong, classifier, test_reviews, monkeypatch):
    made = []

    class Watched(OpenVinoNetwork):
        def forward(self, *batch, **tensors):
            made.append(self)
            assert self._compiled is not None
            if goes_wrong:
                raise ValueError("amidst a batch")
            return super().forward(*batch, **tensors)

    monkeypatch.setattr(prediction, "OpenVinoNetwork", Watched)
    tokens = tokenize_reviews(classifier, test_reviews, TokenizationParams(max_tokens=16))
    with pytest.raises(ValueError, match="amidst") if goes_wrong else nullcontext():
        classify_reviews(classifier, tokens, PredictionParams(runtime="openvino"))
    assert made[0]._compiled is None

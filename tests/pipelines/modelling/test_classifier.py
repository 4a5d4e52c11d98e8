import pytest
import torch
from transformers import AlbertConfig, AlbertModel

from review_sentiment.pipelines.modelling.classifier import build_classifier


@pytest.mark.parametrize("fixture", ["tiny_encoder", "tiny_roberta"])
def test_the_encoder_is_the_classifiers_body(fixture, request):
    encoder = request.getfixturevalue(fixture).network
    body = build_classifier(encoder).base_model.state_dict()
    for name, weight in encoder.state_dict().items():
        if name in body:
            torch.testing.assert_close(body[name], weight, rtol=0, atol=0)
    assert {name for name in body if "pooler" not in name} <= set(encoder.state_dict())


def test_labels_and_dropout_stand_in_the_config(tiny_encoder):
    config = build_classifier(tiny_encoder.network, hidden_dropout=0.2, attention_dropout=0.25).config
    assert config.id2label == {0: "negative", 1: "positive"}
    assert (config.hidden_dropout_prob, config.attention_probs_dropout_prob) == (0.2, 0.25)
    assert config.classifier_dropout == 0.1, "the head's dropout is the checkpoint's"
    assert tiny_encoder.network.config.hidden_dropout_prob == 0.1
    assert tiny_encoder.network.config.attention_probs_dropout_prob == 0.1


def test_an_architecture_that_names_its_head_s_dropout_otherwise_is_no_hindrance():
    config = AlbertConfig(
        vocab_size=50, embedding_size=8, hidden_size=16, intermediate_size=32, num_attention_heads=2,
        num_hidden_layers=1,
    )  # fmt: skip
    config = build_classifier(AlbertModel(config), hidden_dropout=0.2).config
    assert (config.hidden_dropout_prob, config.classifier_dropout_prob) == (0.2, 0.1)


def test_the_seed_decides_the_head(tiny_encoder):
    def head(seed):
        torch.manual_seed(seed)
        return build_classifier(tiny_encoder.network).classifier.weight

    assert torch.equal(head(0), head(0))
    assert not torch.equal(head(0), head(1))


def test_an_encoder_of_another_shape_is_refused(tiny_encoder, tiny_roberta, monkeypatch):
    foreign = tiny_roberta.network.state_dict() | {"extra.weight": torch.zeros(1)}
    monkeypatch.setattr(tiny_roberta.network, "state_dict", lambda: foreign)
    with pytest.raises(ValueError, match=r"do not share these weights: extra\.weight"):
        build_classifier(tiny_roberta.network)

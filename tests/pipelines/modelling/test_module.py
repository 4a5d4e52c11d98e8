import pytest
import torch

from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.pipelines.modelling.module import SentimentModule
from review_sentiment.pipelines.modelling.params import TrainingParams


@pytest.fixture
def network(tiny_encoder):
    torch.manual_seed(0)
    return build_classifier(tiny_encoder.network, hidden_dropout=0.1, attention_dropout=0.1)


def test_a_network_that_comes_in_evaluation_mode_trains_with_dropout(network):
    module = SentimentModule(network.eval(), TrainingParams())
    dropouts = [part for part in module.modules() if isinstance(part, torch.nn.Dropout)]
    assert dropouts
    assert all(dropout.training for dropout in dropouts)


def test_the_probability_of_positive_is_the_softmax_of_the_logits(network):
    batch = {"input_ids": torch.tensor([[2, 40, 3]]), "attention_mask": torch.ones(1, 3, dtype=torch.int64)}
    module = SentimentModule(network, TrainingParams()).eval()
    with torch.inference_mode():
        negative, positive = network(**batch).logits[0].exp().tolist()
        found = module.predict_step({**batch, "labels": torch.tensor([1])})
    assert found.item() == pytest.approx(positive / (negative + positive))

import pytest
import torch
from transformers import DistilBertConfig, DistilBertForMaskedLM

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.pretraining.masked_language_model import (
    MaskedLanguageModule,
    build_masked_language_model,
    find_head,
)
from review_sentiment.pipelines.pretraining.params import MaskedLanguageModelParams


@pytest.fixture(params=["tiny_encoder", "tiny_roberta"])
def encoder(request):
    return request.getfixturevalue(request.param).network


@pytest.fixture
def network(encoder):
    torch.manual_seed(0)
    return build_masked_language_model(encoder)


@pytest.fixture
def batch(encoder):
    """Two sequences of 6 and 4 tokens; the 3rd of the first and the 2nd and 3rd of the second are guessed."""
    input_ids = torch.tensor([[5, 9, 4, 20, 30, 6], [5, 4, 40, 6, 1, 1]])
    attention_mask = torch.tensor([[1] * 6, [1] * 4 + [0] * 2])
    positions, labels = torch.tensor([2, 7, 8]), torch.tensor([50, 60, 40])
    return {
        "input_ids": input_ids,
        "attention_mask": attention_mask,
        "positions": positions,
        "labels": labels,
    }


def test_the_encoder_s_weights_are_taken_over_and_nothing_drops_out(encoder, network):
    weights = network.base_model.state_dict()
    assert set(weights) == {name for name in encoder.state_dict() if not name.startswith("pooler.")}
    assert all(torch.equal(encoder.state_dict()[name], weights[name]) for name in weights)
    assert network.base_model.embeddings.word_embeddings is not encoder.embeddings.word_embeddings
    assert {part.p for part in network.modules() if isinstance(part, torch.nn.Dropout)} == {0.0}
    assert encoder.config.hidden_dropout_prob == 0.1


def test_the_output_layer_shares_the_token_vectors_even_when_they_are_held_in_bfloat16(network):
    for held in (network, network.bfloat16()):
        assert held.get_output_embeddings().weight is held.get_input_embeddings().weight


def test_the_loss_is_that_of_the_masked_positions_through_the_whole_output_layer(network, batch):
    module = MaskedLanguageModule(network, MaskedLanguageModelParams(), steps=1, guessed=4)
    with torch.no_grad():
        scores = network(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        step = module.training_step(batch)
    likelihoods = scores.log_softmax(dim=-1)
    by_hand = -(likelihoods[0, 2, 50] + likelihoods[1, 1, 60] + likelihoods[1, 2, 40])
    torch.testing.assert_close(step["total"], by_hand)
    torch.testing.assert_close(step["loss"], by_hand / 4)


def test_only_masked_positions_go_through_the_end_of_the_last_layer_and_the_output_layer(network, batch):
    shapes = []
    for part in (network.base_model.encoder.layer[-1].intermediate, find_head(network)):
        part.register_forward_pre_hook(lambda _, inputs: shapes.append(tuple(inputs[0].shape)))
    MaskedLanguageModule(network, MaskedLanguageModelParams(), steps=1, guessed=4).sum_losses(batch)
    assert shapes == [(1, 3, 16), (3, 16)]


def test_an_output_layer_in_several_parts_is_refused():
    network = DistilBertForMaskedLM(
        DistilBertConfig(n_layers=1, dim=8, n_heads=2, hidden_dim=8, vocab_size=9)
    )
    with pytest.raises(ReviewSentimentError, match=r"A distilbert has \d parts behind its encoder"):
        find_head(network)

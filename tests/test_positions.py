import pytest
from transformers import BertConfig, BertModel, RobertaConfig, RobertaModel

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.positions import refuse_more_tokens_than_positions

SIZES = {"vocab_size": 50, "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
# 20 positions; of RoBERTa's, whose padding token is number 1, the first two are never used
ENCODERS = {
    "bert": (BertModel(BertConfig(**SIZES, max_position_embeddings=20)), 20),
    "roberta": (RobertaModel(RobertaConfig(**SIZES, max_position_embeddings=20, pad_token_id=1)), 18),
}


@pytest.mark.parametrize("architecture", ENCODERS)
@pytest.mark.parametrize("has_head", [False, True])
def test_a_network_reads_as_many_tokens_as_it_has_positions(architecture, has_head):
    network, positions = ENCODERS[architecture]
    network = build_classifier(network) if has_head else network
    refuse_more_tokens_than_positions(network, positions, "a.b")
    expected = f"`a.b` comes to {positions + 1}, .* {architecture} .* {positions} tokens"
    with pytest.raises(ReviewSentimentError, match=expected):
        refuse_more_tokens_than_positions(network, positions + 1, "a.b")


def test_without_a_vector_for_each_position_any_length_will_do():
    network = BertModel(BertConfig(**SIZES))
    network.embeddings.position_embeddings = None
    refuse_more_tokens_than_positions(network, 10_000, "a.b")

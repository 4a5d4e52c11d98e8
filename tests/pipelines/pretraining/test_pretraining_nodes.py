import pytest
from pydantic import ValidationError

from review_sentiment.pipelines.pretraining.nodes import build_encoder
from review_sentiment.pipelines.pretraining.params import MaskedLanguageModelParams, VocabularyParams


def test_the_original_vocabulary_leaves_the_checkpoint_as_it_is(tiny_encoder, train_reviews):
    assert build_encoder(tiny_encoder, train_reviews, VocabularyParams(kind="original")) is tiny_encoder


def test_a_new_vocabulary_makes_a_roberta_of_the_same_size(tiny_encoder, tiny_roberta):
    bert, roberta = tiny_encoder.network.config, tiny_roberta.network.config
    assert roberta.model_type == "roberta"
    assert (roberta.num_hidden_layers, roberta.hidden_size) == (bert.num_hidden_layers, bert.hidden_size)
    assert roberta.max_position_embeddings == bert.max_position_embeddings + 2
    assert roberta.vocab_size == len(tiny_roberta.tokenizer) <= 400


@pytest.mark.parametrize("wrong", [{"kind": "wordpiece"}, {"size": 100}, {"kinds": "original"}])
def test_an_impossible_vocabulary_is_refused(wrong):
    with pytest.raises(ValidationError):
        VocabularyParams(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"masking": "whole_word"}, {"masked_fraction": 0}, {"max_tokens": 4}, {"checkpoints": 1}, {"epochs": 0}],
)
def test_an_impossible_masked_language_model_is_refused(wrong):
    with pytest.raises(ValidationError):
        MaskedLanguageModelParams(**wrong)

"""Make the encoder that fine-tuning starts from."""

from __future__ import annotations

from review_sentiment.annotations import DataFrame
from review_sentiment.pipelines.pretraining.params import VocabularyParams
from review_sentiment.pretrained_model import PretrainedModel


def build_encoder(
    checkpoint: PretrainedModel, train_reviews: DataFrame, vocabulary: VocabularyParams
) -> PretrainedModel:
    """The checkpoint as it is, or a RoBERTa made of it with a vocabulary of the training reviews."""
    if vocabulary.kind == "original":
        return checkpoint
    from review_sentiment.pipelines.pretraining.vocabulary import train_byte_level_bpe
    from review_sentiment.pipelines.pretraining.vocabulary_transfer import transfer_to_roberta

    tokenizer = train_byte_level_bpe(
        train_reviews["review"], vocabulary.size, checkpoint.tokenizer.model_max_length
    )
    return transfer_to_roberta(checkpoint, tokenizer)

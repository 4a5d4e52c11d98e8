"""Make the encoder that fine-tuning starts from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from review_sentiment.annotations import DataFrame, Seed
from review_sentiment.pipelines.pretraining.params import MaskedLanguageModelParams, VocabularyParams
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


def adapt_encoder(  # noqa: PLR0913, PLR0917 - two tables, a seed and a place for checkpoints
    starting_encoder: PretrainedModel,
    train_reviews: DataFrame,
    unlabelled_reviews: DataFrame,
    masked_language_model: MaskedLanguageModelParams,
    seed: Seed,
    pretraining_checkpoints: Path,
) -> tuple[PretrainedModel, DataFrame, dict[str, Any]]:
    """The encoder trained further on the reviews as a masked-language model, its history and a summary.

    Where that is not enabled, the encoder as it is, a history without rows, and a summary that says so. A
    training that was interrupted leaves a checkpoint in the folder, and goes on from it when all is the same.

    Returns:
        The encoder; a row a step (see `pretraining_history.HeldOutPerplexity`); `enabled`, `masking`,
        `sequences`, `tokens` and `steps`, `held_out_perplexity_before` and `…_after`, and `seconds`.

    Raises:
        ReviewSentimentError: there are too few texts, nothing in them to guess, the encoder can't read as
            many tokens as a sequence may have, memory or disk can't suffice, or the loss becomes infinite or
            no number.
    """
    import pandas as pd

    from review_sentiment.pipelines.pretraining.adapting import adapt
    from review_sentiment.pipelines.pretraining.pretraining_history import COLUMNS

    if not masked_language_model.enabled:
        return starting_encoder, pd.DataFrame(columns=list(COLUMNS)), {"enabled": False}
    texts = [*train_reviews["review"], *unlabelled_reviews["review"]]
    return adapt(starting_encoder, texts, masked_language_model, seed, pretraining_checkpoints)

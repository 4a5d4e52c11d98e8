"""Tokenize, fine-tune, predict; and the baseline beside them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from review_sentiment.annotations import DataFrame, Figure, Seed
from review_sentiment.pipelines.modelling.params import (
    BaselineParams,
    PredictionParams,
    TokenizationParams,
    TrainingParams,
)
from review_sentiment.pretrained_model import PretrainedModel


def tokenize_reviews(
    encoder: PretrainedModel, reviews: DataFrame, tokenization: TokenizationParams
) -> DataFrame:
    """The reviews as token ids (see `tokenization.tokenize`).

    Raises:
        ReviewSentimentError: the encoder can't read as many tokens as are to be kept.
    """
    from review_sentiment.pipelines.modelling.tokenization import tokenize
    from review_sentiment.positions import refuse_more_tokens_than_positions

    refuse_more_tokens_than_positions(encoder.network, tokenization.max_tokens, "tokenization.max_tokens")
    return tokenize(reviews, encoder.tokenizer, tokenization.max_tokens, tokenization.truncation)


def draw_token_lengths(train_tokens: DataFrame, tokenization: TokenizationParams) -> Figure:
    """The distribution of the training reviews' lengths in tokens, and the limit."""
    from review_sentiment.pipelines.modelling.figures import plot_token_lengths

    return plot_token_lengths(train_tokens["tokens"].to_numpy(), tokenization.max_tokens)


def train_classifier(  # noqa: PLR0913, PLR0917 - two tables, a seed and a place for checkpoints
    encoder: PretrainedModel,
    train_tokens: DataFrame,
    validation_tokens: DataFrame,
    training: TrainingParams,
    seed: Seed,
    training_checkpoints: Path | None = None,
) -> tuple[PretrainedModel, DataFrame, dict[str, Any]]:
    """The encoder fine-tuned to classify, the history of its training, and a summary.

    A training that was interrupted leaves a checkpoint in the folder, and goes on from it when all is the
    same.

    Returns:
        The classifier after its best epoch; a row a step (see `training.history.History`); `parameters`,
        `training_seconds` (validation included) and `seed`.

    Raises:
        ReviewSentimentError: memory or disk can't suffice, or the loss becomes infinite or no number.
    """
    import pytorch_lightning as pl

    from review_sentiment.pipelines.modelling.classifier import build_classifier
    from review_sentiment.pipelines.modelling.datamodule import ReviewDataModule
    from review_sentiment.pipelines.modelling.fine_tuning import fine_tune

    pl.seed_everything(seed, verbose=False)
    data = ReviewDataModule(
        encoder.tokenizer.pad_token_id,
        training.batch_size,
        train=train_tokens,
        validation=validation_tokens,
        passes=training.epochs,
    )
    classifier = build_classifier(
        encoder.network,
        hidden_dropout=training.hidden_dropout,
        attention_dropout=training.attention_dropout,
    )
    network, history = fine_tune(classifier, data, training, training_checkpoints)
    summary = {
        "parameters": network.num_parameters(),
        "training_seconds": history["seconds"].max(),
        "seed": seed,
    }
    return PretrainedModel(network, encoder.tokenizer), history, summary


def classify_reviews(
    classifier: PretrainedModel, tokens: DataFrame, prediction: PredictionParams
) -> DataFrame:
    """A row for each review, in their order.

    Returns:
        `review_id`, `label` (where it is known), `prediction` (0 negative, 1 positive), `probability` (of
        positive), `tokens` and `truncated`.
    """
    from review_sentiment.pipelines.modelling.prediction import predict

    return predict(classifier, tokens, prediction)


def classify_and_time(
    classifier: PretrainedModel, tokens: DataFrame, prediction: PredictionParams
) -> tuple[DataFrame, dict[str, float]]:
    """What `classify_reviews` gives, and the `seconds` it took from token ids to probabilities."""
    started = time.perf_counter()
    predictions = classify_reviews(classifier, tokens, prediction)
    return predictions, {"seconds": time.perf_counter() - started}


def train_other_seeds(  # noqa: PLR0913, PLR0917 - what training and predicting take, and the seeds
    encoder: PretrainedModel,
    train_tokens: DataFrame,
    validation_tokens: DataFrame,
    test_tokens: DataFrame,
    training: TrainingParams,
    prediction: PredictionParams,
    seed: Seed,
    seeds: list[Seed],
    seed_checkpoints: Path | None = None,
) -> DataFrame:
    """What classifiers of further seeds predict; the classifiers themselves are not kept.

    Encoder and splits are those of the main `seed`: what differs is the new head, the order of the reviews
    and the dropout. Each seed of `seeds` but the main one, which has its classifier, is one more training;
    without any there is an empty table, at no cost. No training sees `test_tokens`. Each goes on from its
    checkpoint as the main one does.

    Returns:
        For each seed a row for each test review: `seed`, `review_id`, `label`, `prediction`, `probability`.
    """
    import pandas as pd

    from review_sentiment.pipelines.modelling.predictions import empty_seed_predictions

    tables = [empty_seed_predictions()]
    for other in sorted({*seeds} - {seed}):
        folder = seed_checkpoints / str(other) if seed_checkpoints else None
        classifier, _, _ = train_classifier(encoder, train_tokens, validation_tokens, training, other, folder)
        predictions = classify_reviews(classifier, test_tokens, prediction).assign(seed=other)
        tables.append(predictions[tables[0].columns])
    return pd.concat(tables, ignore_index=True)


def run_baseline(
    train_reviews: DataFrame,
    validation_reviews: DataFrame,
    test_reviews: DataFrame,
    regression: BaselineParams,
) -> tuple[DataFrame, DataFrame, dict[str, Any], dict[str, float]]:
    """The baseline's validation and test predictions, training summary, and timing of the latter."""
    from review_sentiment.pipelines.modelling import baseline

    model, summary = baseline.fit(train_reviews, regression)
    started = time.perf_counter()
    predictions = baseline.predict(model, test_reviews)
    timing = {"seconds": time.perf_counter() - started}
    return baseline.predict(model, validation_reviews), predictions, summary, timing

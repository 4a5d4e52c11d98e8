"""Compare the models: in accuracy, confidence, kinds of reviews, opinions and seeds."""

from __future__ import annotations

from typing import Any

from review_sentiment.annotations import DataFrame, Figure, Seed
from review_sentiment.pipelines.reporting.comparison.params import (
    ConfidenceParams,
    DifferenceParams,
    DisagreementParams,
)
from review_sentiment.pipelines.reporting.params import NegationParams


def compare_pairs(differences: DifferenceParams, seed: Seed, **predictions: DataFrame) -> DataFrame:
    """For each pair of models whether one is better (see `pairs.compare_pairs`)."""
    from review_sentiment.pipelines.reporting.comparison import pairs

    return pairs.compare_pairs(predictions, differences.resamples, seed)


def fit_temperature(validation_predictions: DataFrame) -> dict[str, Any]:
    """The temperature that calibrates a model best on the validation reviews."""
    from review_sentiment.pipelines.reporting.comparison import calibration

    return calibration.fit_temperature(validation_predictions)


def measure_calibration(
    predictions: DataFrame, temperature: dict[str, Any], confidences: ConfidenceParams
) -> tuple[dict[str, Any], DataFrame]:
    """Whether a model is right as often as it is confident (see `calibration.measure_calibration`)."""
    from review_sentiment.pipelines.reporting.comparison import calibration

    return calibration.measure_calibration(predictions, temperature, confidences.bins)


def measure_by_negation(
    predictions: DataFrame, test_reviews: DataFrame, negations: NegationParams
) -> DataFrame:
    """Accuracy of reviews with and without a negation word (see `slices.by_negation`)."""
    from review_sentiment.pipelines.reporting.comparison.slices import by_negation

    return by_negation(predictions, test_reviews, negations.words)


def measure_by_rating(predictions: DataFrame, test_reviews: DataFrame) -> DataFrame:
    """Accuracy by rating, where there are ratings (see `slices.by_rating`)."""
    from review_sentiment.pipelines.reporting.comparison.slices import by_rating

    return by_rating(predictions, test_reviews)


def measure_seeds(
    predictions: DataFrame, training_summary: dict[str, Any], seed_predictions: DataFrame
) -> DataFrame:
    """The test accuracy of each seed, the main one first."""
    from review_sentiment.pipelines.reporting.comparison import seeds

    return seeds.measure_seeds(predictions, training_summary["seed"], seed_predictions)


def compare_seeds(**seed_accuracies: DataFrame) -> DataFrame:
    """Mean and spread of the accuracies of each architecture's seeds."""
    from review_sentiment.pipelines.reporting.comparison import seeds

    return seeds.spread(seed_accuracies)


def list_disagreements(
    test_reviews: DataFrame,
    disagreements: DisagreementParams,
    baseline: DataFrame,
    **architectures: DataFrame,
) -> DataFrame:
    """The reviews about which the architectures are of the most different opinions.

    Args:
        test_reviews: with their texts.
        disagreements: how many.
        baseline: its predictions, shown beside the others'.
        **architectures: their predictions.
    """
    from review_sentiment.pipelines.reporting.comparison.disagreements import find_disagreements

    return find_disagreements(architectures, {"baseline": baseline}, test_reviews, disagreements.count)


def draw_roc_curves(**predictions: DataFrame) -> Figure:
    """All models' ROC curves."""
    from review_sentiment.pipelines.reporting.comparison.comparison_figures import plot_roc

    return plot_roc(predictions)


def draw_precision_recall_curves(**predictions: DataFrame) -> Figure:
    """All models' precision and recall."""
    from review_sentiment.pipelines.reporting.comparison.comparison_figures import plot_precision_recall

    return plot_precision_recall(predictions)


def draw_reliability_diagram(**reliability: DataFrame) -> Figure:
    """All models' accuracy against their confidence."""
    from review_sentiment.pipelines.reporting.comparison.comparison_figures import plot_reliability

    return plot_reliability(reliability)


def draw_accuracy_by_slice(**tables: DataFrame) -> Figure:
    """All models' accuracy by length, negation and rating.

    Args:
        **tables: by the names of their datasets, `{model}.accuracy_by_length` for one.
    """
    from review_sentiment.pipelines.reporting.comparison.slice_figures import plot_slices

    slices: dict[str, dict[str, DataFrame]] = {}
    for name, table in tables.items():
        model, _, kind = name.rpartition(".")
        slices.setdefault(kind, {})[model] = table
    return plot_slices(slices)

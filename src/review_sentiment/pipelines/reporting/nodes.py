"""Measure, draw, compare, and read attention."""

from __future__ import annotations

from typing import Any

from review_sentiment.annotations import DataFrame, Figure
from review_sentiment.attention import Attention
from review_sentiment.pipelines.modelling.params import TokenizationParams
from review_sentiment.pipelines.reporting.params import AttentionParams, LengthParams, MistakesParams
from review_sentiment.pretrained_model import PretrainedModel

COMPARED = (
    "accuracy",
    "accuracy_low",
    "accuracy_high",
    "predicted_classes",
    "macro_f1",
    "roc_auc",
    "log_loss",
    "parameters",
    "training_seconds",
    "reviews_per_second",
)


def compute_metrics(
    predictions: DataFrame,
    training_summary: dict[str, Any],
    prediction_timing: dict[str, float],
) -> dict[str, Any]:
    """The test metrics, and what they cost: parameters, seconds of training, reviews classified a second."""
    from review_sentiment.pipelines.reporting.metrics import score

    return {
        "reviews": len(predictions),
        "truncated_reviews": int(predictions["truncated"].sum()),
        **score(predictions),
        **training_summary,
        "reviews_per_second": len(predictions) / prediction_timing["seconds"],
    }


def make_classification_report(predictions: DataFrame) -> DataFrame:
    """Precision, recall, F1 and support of each class and their averages."""
    from review_sentiment.pipelines.reporting.metrics import report

    return report(predictions)


def measure_by_length(predictions: DataFrame, lengths: LengthParams) -> DataFrame:
    """Accuracy of short and long reviews (see `metrics.by_length`)."""
    from review_sentiment.pipelines.reporting.metrics import by_length

    return by_length(predictions, lengths.edges)


def draw_confusion_matrix(predictions: DataFrame) -> Figure:
    """How many reviews of each class were taken for which, in counts and rates."""
    from review_sentiment.pipelines.reporting.figures import plot_confusion
    from review_sentiment.pipelines.reporting.metrics import confusion

    return plot_confusion(confusion(predictions))


def draw_training_curves(training_history: DataFrame) -> Figure:
    """Loss and accuracy over the training."""
    from review_sentiment.pipelines.reporting.figures import plot_training

    return plot_training(training_history)


def list_confident_mistakes(
    predictions: DataFrame, test_reviews: DataFrame, mistakes: MistakesParams
) -> DataFrame:
    """The wrong predictions that were surest of themselves, the surest first, with their reviews.

    Raises:
        ReviewSentimentError: the predictions are of other reviews.
    """
    from review_sentiment.pipelines.reporting.alignment import refuse_other_reviews

    refuse_other_reviews(predictions, test_reviews)
    wrong = predictions.loc[predictions["prediction"] != predictions["label"]]
    confidence = (wrong["probability"] - 0.5).abs()
    surest = wrong.loc[confidence.sort_values(ascending=False, kind="stable").index[: mistakes.count]]
    columns = ["review_id", "label", "prediction", "probability"]
    return surest[columns].merge(test_reviews[["review_id", "review"]], on="review_id")


def read_attention(
    classifier: PretrainedModel,
    test_reviews: DataFrame,
    tokenization: TokenizationParams,
    attention: AttentionParams,
) -> Attention:
    """What every head of every layer of the classifier looks at in the chosen review.

    Raises:
        ReviewSentimentError: there is no such review, layer or head.
    """
    from review_sentiment.pipelines.reporting.attention import attend
    from review_sentiment.pipelines.reporting.attention_choice import (
        find_label,
        find_text,
        refuse_missing_head,
    )

    refuse_missing_head(attention, classifier.network)
    text, label = find_text(attention.review, test_reviews), find_label(attention.review, test_reviews)
    return attend(classifier, text, tokenization.max_tokens, tokenization.truncation, label)


def read_example_attentions(
    classifier: PretrainedModel,
    test_reviews: DataFrame,
    tokenization: TokenizationParams,
    attention: AttentionParams,
) -> list[Attention]:
    """What every head of every layer looks at in each of the example reviews, in their order.

    Raises:
        ReviewSentimentError: there is no such review.
    """
    from review_sentiment.pipelines.reporting.attention import attend
    from review_sentiment.pipelines.reporting.attention_choice import find_label, find_text

    texts = [find_text(review, test_reviews, "attention.examples") for review in attention.examples]
    labels = [find_label(review, test_reviews) for review in attention.examples]
    limits = tokenization.max_tokens, tokenization.truncation
    return [attend(classifier, text, *limits, label) for text, label in zip(texts, labels, strict=True)]


def draw_attention_heatmap(attention_weights: Attention, attention: AttentionParams) -> Figure:
    """The chosen head as a heat map."""
    from review_sentiment.pipelines.reporting.attention_figures import plot_head

    return plot_head(
        attention_weights.weights[attention.layer, attention.head],
        attention_weights.tokens,
        f"layer {attention.layer}, head {attention.head}; "
        f"the classifier's probability of positive: {attention_weights.probability:.1%}",
    )


def draw_attention_heads(attention_weights: Attention, attention: AttentionParams) -> Figure:
    """All heads of the chosen layer, side by side."""
    from review_sentiment.pipelines.reporting.attention_figures import plot_heads

    return plot_heads(
        attention_weights.weights[attention.layer],
        attention_weights.tokens,
        f"layer {attention.layer}: rows look at columns, dark is 0, bright is 1",
    )


def compare_models(**metrics: dict[str, Any]) -> DataFrame:
    """The models' metrics side by side, a row a model, in the order they are given."""
    import pandas as pd

    return pd.DataFrame(
        [{"model": model} | {key: values[key] for key in COMPARED} for model, values in metrics.items()]
    )


def draw_model_comparison(model_comparison: DataFrame) -> Figure:
    """The models' accuracies with their intervals."""
    from review_sentiment.pipelines.reporting.figures import plot_comparison

    return plot_comparison(model_comparison)

"""From predictions and classifiers to metrics, figures and a comparison."""

from collections.abc import Iterable

from kedro.pipeline import Node, Pipeline

from review_sentiment.pipelines.reporting import attention_measures, comparison, faithfulness, page
from review_sentiment.pipelines.reporting.nodes import (
    compare_models,
    compute_metrics,
    draw_attention_heads,
    draw_attention_heatmap,
    draw_confusion_matrix,
    draw_model_comparison,
    draw_training_curves,
    list_confident_mistakes,
    make_classification_report,
    measure_by_length,
    read_attention,
    read_example_attentions,
)

# what holds for every model
SHARED_PARAMETERS = {"params:lengths", "params:mistakes"}


def create_pipeline(architectures: Iterable[str]) -> Pipeline:
    """What the predictions say, for the baseline too; what the networks say of themselves; the comparison."""
    architectures = tuple(architectures)
    models = ("baseline", *architectures)
    of_predictions = [
        Pipeline(_predictions(), namespace=name, inputs="test_reviews", parameters=SHARED_PARAMETERS)
        for name in models
    ]
    of_networks = [
        Pipeline(_networks(), namespace=name, inputs="test_reviews", parameters="params:attention")
        for name in architectures
    ]
    own = (comparison, attention_measures, faithfulness, page)
    parts = [part.create_pipeline(architectures) for part in own]
    return sum(of_predictions + of_networks + parts, Pipeline(_comparison(models)))


def _predictions() -> list[Node]:
    return [
        Node(
            compute_metrics,
            inputs=["predictions", "training_summary", "prediction_timing"],
            outputs="metrics",
            name="compute_metrics",
        ),
        Node(
            make_classification_report,
            inputs="predictions",
            outputs="classification_report",
            name="make_classification_report",
        ),
        Node(
            measure_by_length,
            inputs=["predictions", "params:lengths"],
            outputs="accuracy_by_length",
            name="measure_by_length",
        ),
        Node(
            draw_confusion_matrix,
            inputs="predictions",
            outputs="confusion_matrix",
            name="draw_confusion_matrix",
        ),
        Node(
            list_confident_mistakes,
            inputs=["predictions", "test_reviews", "params:mistakes"],
            outputs="confident_mistakes",
            name="list_confident_mistakes",
        ),
    ]


def _networks() -> list[Node]:
    return [
        Node(
            draw_training_curves,
            inputs="training_history",
            outputs="training_curves",
            name="draw_training_curves",
        ),
        Node(
            read_attention,
            inputs=["classifier", "test_reviews", "params:tokenization", "params:attention"],
            outputs="attention_weights",
            name="read_attention",
        ),
        Node(
            read_example_attentions,
            inputs=["classifier", "test_reviews", "params:tokenization", "params:attention"],
            outputs="example_attentions",
            name="read_example_attentions",
        ),
        Node(
            draw_attention_heatmap,
            inputs=["attention_weights", "params:attention"],
            outputs="attention_heatmap",
            name="draw_attention_heatmap",
        ),
        Node(
            draw_attention_heads,
            inputs=["attention_weights", "params:attention"],
            outputs="attention_heads",
            name="draw_attention_heads",
        ),
    ]


def _comparison(models: Iterable[str]) -> list[Node]:
    return [
        Node(
            compare_models,
            inputs={model: f"{model}.metrics" for model in models},
            outputs="model_comparison",
            name="compare_models",
        ),
        Node(
            draw_model_comparison,
            inputs="model_comparison",
            outputs="model_accuracies",
            name="draw_model_comparison",
        ),
    ]

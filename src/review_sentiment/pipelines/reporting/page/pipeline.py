"""All results on one page that opens anywhere."""

from collections.abc import Iterable

from kedro.pipeline import Node, Pipeline

from review_sentiment.pipelines.reporting.page.nodes import write_report

SHARED = (
    "model_comparison",
    "model_accuracies",
    "review_profile",
    "review_examples",
    "class_balance",
    "review_lengths",
    "frequent_words",
    "telling_words",
)
OF_MODELS = (
    "metrics",
    "classification_report",
    "confusion_matrix",
    "accuracy_by_length",
    "confident_mistakes",
)
OF_ARCHITECTURES = ("training_history", "training_curves", "token_lengths", "attention_weights")


def create_pipeline(architectures: Iterable[str]) -> Pipeline:
    """One node that takes what the page shows: a result more is its name above and a line in `sections`."""
    architectures = tuple(architectures)
    shown = [
        *SHARED,
        *(f"{model}.{kind}" for model in ("baseline", *architectures) for kind in OF_MODELS),
        *(f"{name}.{kind}" for name in architectures for kind in OF_ARCHITECTURES),
    ]
    return Pipeline(
        [
            Node(
                write_report,
                inputs={"page": "params:page", "attention": "params:attention"}
                | {name: name for name in shown},
                outputs="report",
                name="write_report",
            )
        ]
    )

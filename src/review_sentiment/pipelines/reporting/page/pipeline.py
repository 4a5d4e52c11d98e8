"""The results on one page that opens anywhere."""

from collections.abc import Iterable

from kedro.pipeline import Node, Pipeline

from review_sentiment.pipelines.reporting.page.nodes import write_report

SHARED = (
    "model_comparison",
    "model_accuracies",
    "paired_comparison",
    "seed_spread",
    "roc_curves",
    "precision_recall_curves",
    "reliability_diagram",
    "accuracy_by_slice",
    "disagreements",
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
    "calibration",
    "reliability",
    "accuracy_by_length",
    "accuracy_by_negation",
    "accuracy_by_rating",
    "confident_mistakes",
)
OF_ARCHITECTURES = (
    "pretraining_history",
    "training_history",
    "training_curves",
    "token_lengths",
    "attention_weights",
    "attention_heatmap",
    "example_attentions",
    "head_measures",
    "layer_measures",
    "head_roles",
    "layer_profile",
    "head_map",
    "faithfulness",
    "faithfulness_chart",
    "explanation_verdict",
    "head_ablation",
    "head_ablation_map",
)


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

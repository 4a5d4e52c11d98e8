"""How the models differ: in accuracy, confidence and kinds of reviews, and how much of it is chance."""

from collections.abc import Iterable

from kedro.pipeline import Node, Pipeline

from review_sentiment.pipelines.reporting.comparison.nodes import (
    compare_pairs,
    compare_seeds,
    draw_accuracy_by_slice,
    draw_precision_recall_curves,
    draw_reliability_diagram,
    draw_roc_curves,
    fit_temperature,
    list_disagreements,
    measure_by_negation,
    measure_by_rating,
    measure_calibration,
    measure_seeds,
)

SHARED_PARAMETERS = {"params:confidences", "params:negations"}
SLICES = ("accuracy_by_length", "accuracy_by_negation", "accuracy_by_rating")


def create_pipeline(architectures: Iterable[str]) -> Pipeline:
    """What is measured of each model, of each architecture, and what is compared over all."""
    architectures = tuple(architectures)
    models = ("baseline", *architectures)
    of_models = [
        Pipeline(_model(), namespace=name, inputs="test_reviews", parameters=SHARED_PARAMETERS)
        for name in models
    ]
    of_architectures = [Pipeline(_architecture(), namespace=name) for name in architectures]
    shared = Pipeline(_pairs(models, architectures) + _figures(models))
    return sum(of_models + of_architectures, shared)


def _model() -> list[Node]:
    return [
        Node(
            fit_temperature,
            inputs="validation_predictions",
            outputs="temperature",
            name="fit_temperature",
        ),
        Node(
            measure_calibration,
            inputs=["predictions", "temperature", "params:confidences"],
            outputs=["calibration", "reliability"],
            name="measure_calibration",
        ),
        Node(
            measure_by_negation,
            inputs=["predictions", "test_reviews", "params:negations"],
            outputs="accuracy_by_negation",
            name="measure_by_negation",
        ),
        Node(
            measure_by_rating,
            inputs=["predictions", "test_reviews"],
            outputs="accuracy_by_rating",
            name="measure_by_rating",
        ),
    ]


def _architecture() -> list[Node]:
    return [
        Node(
            measure_seeds,
            inputs=["predictions", "training_summary", "seed_predictions"],
            outputs="seed_accuracies",
            name="measure_seeds",
        )
    ]


def _pairs(models: Iterable[str], architectures: Iterable[str]) -> list[Node]:
    return [
        Node(
            compare_pairs,
            inputs={
                "differences": "params:differences",
                "seed": "params:seed",
                **_of_each(models, "predictions"),
            },
            outputs="paired_comparison",
            name="compare_pairs",
        ),
        Node(
            list_disagreements,
            inputs={
                "test_reviews": "test_reviews",
                "disagreements": "params:disagreements",
                **_of_each(models, "predictions"),
            },
            outputs="disagreements",
            name="list_disagreements",
        ),
        Node(
            compare_seeds,
            inputs=_of_each(architectures, "seed_accuracies"),
            outputs="seed_spread",
            name="compare_seeds",
        ),
    ]


def _figures(models: Iterable[str]) -> list[Node]:
    tables = [f"{model}.{slice_}" for slice_ in SLICES for model in models]
    return [
        Node(
            draw_roc_curves,
            inputs=_of_each(models, "predictions"),
            outputs="roc_curves",
            name="draw_roc_curves",
        ),
        Node(
            draw_precision_recall_curves,
            inputs=_of_each(models, "predictions"),
            outputs="precision_recall_curves",
            name="draw_precision_recall_curves",
        ),
        Node(
            draw_reliability_diagram,
            inputs=_of_each(models, "reliability"),
            outputs="reliability_diagram",
            name="draw_reliability_diagram",
        ),
        Node(
            draw_accuracy_by_slice,
            inputs={table: table for table in tables},
            outputs="accuracy_by_slice",
            name="draw_accuracy_by_slice",
        ),
    ]


def _of_each(models: Iterable[str], dataset: str) -> dict[str, str]:
    return {model: f"{model}.{dataset}" for model in models}

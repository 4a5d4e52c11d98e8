"""From an encoder and the splits to a classifier and its predictions, for each architecture."""

from collections.abc import Iterable

from kedro.pipeline import Node, Pipeline

from review_sentiment.pipelines.modelling.nodes import (
    classify_and_time,
    classify_reviews,
    draw_token_lengths,
    run_baseline,
    tokenize_reviews,
    train_classifier,
    train_other_seeds,
)
from review_sentiment.terms import SPLITS


def create_pipeline(architectures: Iterable[str]) -> Pipeline:
    """The same nodes for each architecture, and the baseline beside them."""
    template = [
        *(
            Node(
                tokenize_reviews,
                inputs={
                    "encoder": "encoder",
                    "reviews": f"{split}_reviews",
                    "tokenization": "params:tokenization",
                },
                outputs=f"{split}_tokens",
                name=f"tokenize_{split}_reviews",
            )
            for split in SPLITS
        ),
        Node(
            draw_token_lengths,
            inputs=["train_tokens", "params:tokenization"],
            outputs="token_lengths",
            name="draw_token_lengths",
        ),
        Node(
            train_classifier,
            inputs={
                "encoder": "encoder",
                "train_tokens": "train_tokens",
                "validation_tokens": "validation_tokens",
                "training": "params:training",
                "seed": "params:seed",
                "training_checkpoints": "training_checkpoints",
            },
            outputs=["classifier", "training_history", "training_summary"],
            name="train_classifier",
        ),
        Node(
            classify_reviews,
            inputs={
                "classifier": "classifier",
                "tokens": "validation_tokens",
                "prediction": "params:prediction",
            },
            outputs="validation_predictions",
            name="classify_validation_reviews",
        ),
        Node(
            classify_and_time,
            inputs={
                "classifier": "classifier",
                "tokens": "test_tokens",
                "prediction": "params:prediction",
            },
            outputs=["predictions", "prediction_timing"],
            name="classify_test_reviews",
        ),
        Node(
            train_other_seeds,
            inputs={
                "encoder": "encoder",
                **{f"{split}_tokens": f"{split}_tokens" for split in SPLITS},
                "training": "params:training",
                "prediction": "params:prediction",
                "seed": "params:seed",
                "seeds": "params:seeds",
            },
            outputs="seed_predictions",
            name="train_other_seeds",
        ),
    ]
    baseline = Node(
        run_baseline,
        inputs={
            **{f"{split}_reviews": f"{split}_reviews" for split in SPLITS},
            "regression": "params:regression",
        },
        outputs=["validation_predictions", "predictions", "training_summary", "prediction_timing"],
        name="run_baseline",
    )
    shared = {f"{split}_reviews" for split in SPLITS}
    lanes = [
        Pipeline(template, namespace=name, inputs=shared, parameters={"params:seed", "params:seeds"})
        for name in architectures
    ]
    return sum(lanes, Pipeline([baseline], namespace="baseline", inputs=shared))

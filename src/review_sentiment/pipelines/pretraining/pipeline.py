"""From a checkpoint to the encoder that fine-tuning starts from, for each architecture."""

from collections.abc import Iterable

from kedro.pipeline import Node, Pipeline

from review_sentiment.pipelines.pretraining.nodes import build_encoder


def create_pipeline(architectures: Iterable[str]) -> Pipeline:
    """One encoder for each architecture."""
    template = [
        Node(
            build_encoder,
            inputs={
                "checkpoint": "checkpoint",
                "train_reviews": "train_reviews",
                "vocabulary": "params:vocabulary",
            },
            outputs="encoder",
            name="build_encoder",
        ),
    ]
    return sum(
        (Pipeline(template, namespace=name, inputs="train_reviews") for name in architectures),
        Pipeline([]),
    )

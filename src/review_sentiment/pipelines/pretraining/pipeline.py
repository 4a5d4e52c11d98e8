"""From a checkpoint to the encoder that fine-tuning starts from, for each architecture."""

from collections.abc import Iterable

from kedro.pipeline import Node, Pipeline

from review_sentiment.pipelines.pretraining.nodes import adapt_encoder, build_encoder


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
            outputs="starting_encoder",
            name="build_encoder",
        ),
        Node(
            adapt_encoder,
            inputs={
                "starting_encoder": "starting_encoder",
                "train_reviews": "train_reviews",
                "unlabelled_reviews": "unlabelled_reviews",
                "masked_language_model": "params:masked_language_model",
                "seed": "params:seed",
                "pretraining_checkpoints": "pretraining_checkpoints",
            },
            outputs=["encoder", "pretraining_history", "pretraining_summary"],
            name="adapt_encoder",
        ),
    ]
    shared = {"train_reviews", "unlabelled_reviews"}
    lanes = (
        Pipeline(template, namespace=name, inputs=shared, parameters={"params:seed"})
        for name in architectures
    )
    return sum(lanes, Pipeline([]))

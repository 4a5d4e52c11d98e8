"""From new reviews to their sentiment, by each architecture's classifier."""

from collections.abc import Iterable

from kedro.pipeline import Node, Pipeline

from review_sentiment.pipelines.scoring.nodes import score_reviews


def create_pipeline(architectures: Iterable[str]) -> Pipeline:
    """One table of scored reviews for each architecture."""
    template = [
        Node(
            score_reviews,
            inputs={
                "classifier": "classifier",
                "new_reviews": "new_reviews",
                "tokenization": "params:tokenization",
                "prediction": "params:prediction",
            },
            outputs="scored_reviews",
            name="score_reviews",
        ),
    ]
    return sum(
        (Pipeline(template, namespace=name, inputs="new_reviews") for name in architectures),
        Pipeline([]),
    )

"""From a raw table to clean, split reviews."""

from kedro.pipeline import Node, Pipeline

from review_sentiment.pipelines.data_processing.nodes import (
    check_table,
    clean_reviews,
    clean_unlabelled_reviews,
    split_reviews,
)


def create_pipeline() -> Pipeline:
    """Check, clean, split; the unlabelled text beside it."""
    return Pipeline(
        [
            Node(check_table, inputs="raw_reviews", outputs="checked_reviews", name="check_table"),
            Node(
                clean_reviews,
                inputs="checked_reviews",
                outputs=["reviews", "removed_reviews"],
                name="clean_reviews",
            ),
            Node(
                split_reviews,
                inputs=["reviews", "params:split", "params:seed"],
                outputs=["train_reviews", "validation_reviews", "test_reviews"],
                name="split_reviews",
            ),
            Node(
                clean_unlabelled_reviews,
                inputs=["raw_unlabelled_reviews", "reviews"],
                outputs="unlabelled_reviews",
                name="clean_unlabelled_reviews",
            ),
        ]
    )

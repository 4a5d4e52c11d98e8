"""What the reviews look like, in tables and figures."""

from kedro.pipeline import Node, Pipeline

from review_sentiment.pipelines.exploration import nodes


def create_pipeline() -> Pipeline:
    """Measure the reviews, and the words of the training split alone; then pick and draw."""
    return Pipeline(
        [
            Node(
                nodes.measure_reviews,
                inputs={
                    "reviews": "reviews",
                    "train_reviews": "train_reviews",
                    "validation_reviews": "validation_reviews",
                    "test_reviews": "test_reviews",
                },
                outputs="review_sizes",
                name="measure_reviews",
            ),
            Node(
                nodes.profile_reviews,
                inputs={
                    "reviews": "reviews",
                    "review_sizes": "review_sizes",
                    "removed_reviews": "removed_reviews",
                },
                outputs="review_profile",
                name="profile_reviews",
            ),
            Node(
                nodes.pick_examples,
                inputs={
                    "train_reviews": "train_reviews",
                    "review_sizes": "review_sizes",
                    "params": "params:examples",
                },
                outputs="review_examples",
                name="pick_examples",
            ),
            Node(
                nodes.draw_class_balance,
                inputs="review_sizes",
                outputs="class_balance",
                name="draw_class_balance",
            ),
            Node(
                nodes.draw_review_lengths,
                inputs="review_sizes",
                outputs="review_lengths",
                name="draw_review_lengths",
            ),
            Node(
                nodes.measure_words,
                inputs=["train_reviews", "params:words"],
                outputs="word_statistics",
                name="measure_words",
            ),
            Node(
                nodes.draw_frequent_words,
                inputs=["word_statistics", "params:words"],
                outputs="frequent_words",
                name="draw_frequent_words",
            ),
            Node(
                nodes.draw_telling_words,
                inputs=["word_statistics", "params:words"],
                outputs="telling_words",
                name="draw_telling_words",
            ),
        ]
    )

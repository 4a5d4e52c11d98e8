"""From networks and reviews to what each head does."""

from collections.abc import Iterable

from kedro.pipeline import Node, Pipeline

from review_sentiment.pipelines.reporting.attention_measures.nodes import (
    draw_head_map,
    draw_head_roles,
    draw_layer_profile,
    measure_head_distances,
    measure_heads,
)

SHARED_INPUTS = {"test_reviews", "word_statistics"}
SHARED_PARAMETERS = {"params:attention_measures", "params:negations", "params:seed"}


def create_pipeline(architectures: Iterable[str]) -> Pipeline:
    """Measure the heads of each architecture's networks, and draw what was found."""
    of_networks = [
        Pipeline(_networks(), namespace=name, inputs=SHARED_INPUTS, parameters=SHARED_PARAMETERS)
        for name in architectures
    ]
    return sum(of_networks, Pipeline([]))


def _networks() -> list[Node]:
    return [
        Node(
            measure_heads,
            inputs=[
                "encoder",
                "classifier",
                "test_reviews",
                "word_statistics",
                "params:tokenization",
                "params:attention_measures",
                "params:negations",
                "params:seed",
            ],
            outputs=["head_measures", "layer_measures"],
            name="measure_heads",
        ),
        Node(
            measure_head_distances,
            inputs=[
                "classifier",
                "test_reviews",
                "params:tokenization",
                "params:attention_measures",
                "params:seed",
            ],
            outputs="head_distances",
            name="measure_head_distances",
        ),
        Node(
            draw_head_map,
            inputs=["head_distances", "head_measures", "params:seed"],
            outputs="head_map",
            name="draw_head_map",
        ),
        Node(draw_head_roles, inputs="head_measures", outputs="head_roles", name="draw_head_roles"),
        Node(draw_layer_profile, inputs="layer_measures", outputs="layer_profile", name="draw_layer_profile"),
    ]

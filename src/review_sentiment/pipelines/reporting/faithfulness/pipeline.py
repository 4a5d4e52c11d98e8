"""Whether attention explains a prediction, and what each head is worth."""

from collections.abc import Iterable

from kedro.pipeline import Node, Pipeline

from review_sentiment.pipelines.reporting.faithfulness.nodes import (
    ablate_heads,
    attribute_tokens,
    correlate_attributions,
    draw_faithfulness,
    draw_head_ablation,
    judge_explanations,
    measure_faithfulness,
)

SHARED_PARAMETERS = {"params:faithfulness", "params:ablation", "params:seed"}


def create_pipeline(architectures: Iterable[str]) -> Pipeline:
    """The same for each architecture."""
    lanes = [Pipeline(_nodes(), namespace=name, parameters=SHARED_PARAMETERS) for name in architectures]
    return sum(lanes, Pipeline([]))


def _nodes() -> list[Node]:
    return [
        Node(
            attribute_tokens,
            inputs=["classifier", "test_tokens", "params:faithfulness", "params:seed"],
            outputs="token_attributions",
            name="attribute_tokens",
        ),
        Node(
            measure_faithfulness,
            inputs=["classifier", "token_attributions", "params:faithfulness", "params:prediction"],
            outputs="faithfulness",
            name="measure_faithfulness",
        ),
        Node(
            correlate_attributions,
            inputs="token_attributions",
            outputs="attribution_correlations",
            name="correlate_attributions",
        ),
        Node(
            ablate_heads,
            inputs=["classifier", "test_tokens", "params:ablation", "params:prediction", "params:seed"],
            outputs="head_ablation",
            name="ablate_heads",
        ),
        Node(
            draw_faithfulness,
            inputs="faithfulness",
            outputs="faithfulness_chart",
            name="draw_faithfulness",
        ),
        Node(
            draw_head_ablation,
            inputs="head_ablation",
            outputs="head_ablation_map",
            name="draw_head_ablation",
        ),
        Node(
            judge_explanations,
            inputs=[
                "faithfulness",
                "attribution_correlations",
                "token_attributions",
                "head_ablation",
                "params:faithfulness",
            ],
            outputs="explanation_verdict",
            name="judge_explanations",
        ),
    ]

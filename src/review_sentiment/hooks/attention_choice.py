"""What `attention` asks for, against what there is."""

from __future__ import annotations

from typing import Any

from kedro.framework.hooks import hook_impl
from kedro.io import CatalogProtocol
from kedro.pipeline import Pipeline

from review_sentiment.pipelines.reporting.params import AttentionParams
from review_sentiment.pretrained_model import PretrainedModel

PARAMETER = "params:attention"


class AttentionChoiceHooks:
    """Refuses a layer, head or review that there isn't as soon as that can be known: before the training.

    Where there is a classifier already, the nodes that read its attention refuse it, and name its file.
    """

    _chosen: AttentionParams | None = None

    @hook_impl
    def before_pipeline_run(self, pipeline: Pipeline, catalog: CatalogProtocol) -> None:
        """Notes what is chosen, where the run reads attention."""
        self._chosen = catalog.load(PARAMETER) if PARAMETER in pipeline.inputs() else None

    @hook_impl
    def before_node_run(self, inputs: dict[str, Any]) -> None:
        """Looks at each encoder that a node is given, and at the test reviews."""
        if self._chosen is None:
            return
        from review_sentiment.pipelines.reporting.attention_choice import (
            refuse_missing_head,
            refuse_missing_reviews,
        )

        for name, value in inputs.items():
            if isinstance(value, PretrainedModel) and not name.endswith(".classifier"):
                refuse_missing_head(self._chosen, value.network)
            elif name == "test_reviews":
                refuse_missing_reviews(self._chosen, value)

"""The tokenizer of an architecture when nobody names one."""

from __future__ import annotations

from pathlib import Path

from review_sentiment.annotations import PreTrainedTokenizerBase
from review_sentiment.errors import ReviewSentimentError

SOURCE_CHECKOUT = Path(__file__).parents[4]


def base_tokenizer(arch: str) -> PreTrainedTokenizerBase:
    """The tokenizer of the encoder of `arch` in environment base of the project one stands in.

    Raises:
        ReviewSentimentError: there is no encoder of it yet.
    """
    from kedro.framework.session import KedroSession
    from kedro.framework.startup import bootstrap_project
    from kedro.utils import find_kedro_project

    project = find_kedro_project(Path.cwd()) or SOURCE_CHECKOUT
    bootstrap_project(project)
    catalog = KedroSession.create(project, env="base").load_context().catalog
    if not catalog.exists(f"{arch}.encoder"):
        raise ReviewSentimentError(
            f"The encoder of {arch} has not been made yet. Run `make data`, then "
            "`kedro run --pipelines data_processing,pretraining`; or pass a tokenizer."
        )
    return catalog.load(f"{arch}.encoder").tokenizer

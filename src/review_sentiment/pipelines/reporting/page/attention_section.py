"""The section on attention, for each architecture that was looked into."""

from __future__ import annotations

import pandas as pd

from review_sentiment.attention import Attention
from review_sentiment.pipelines.reporting.page.attention_data import encode
from review_sentiment.pipelines.reporting.page.blocks import AttentionView, Block, Heading, Text
from review_sentiment.pipelines.reporting.page.params import PageParams
from review_sentiment.pipelines.reporting.page.results import Results
from review_sentiment.pipelines.reporting.params import AttentionParams

MEGABYTE = 1_000_000


def attention(results: Results, page: PageParams, start: AttentionParams) -> list[Block]:
    """The interactive view, then what was measured over many reviews."""
    measured = [
        *_heading("What the heads do", measures(results)),
        *_heading("Does attention explain the prediction?", explanations(results)),
    ]
    attentions = find_attentions(results)
    if not attentions:
        return measured
    names = {name: name_heads(table) for name, table in results.of_each("head_measures").items()}
    data = encode(attentions, page.attention_megabytes * MEGABYTE, page.fewest_weights, names)
    data["start"] = {"layer": start.layer, "head": start.head}
    intro = (
        "A weight says how much of a token's new vector comes from another token, in one head of one layer. "
        "It doesn't say that the other token decides the prediction: weight is not importance."
    )
    return [Text(intro), AttentionView(data), *measured]


def find_attentions(results: Results) -> dict[str, list[Attention]]:
    """The reviews that each architecture was given to read, or else the one that is drawn."""
    examples = results.of_each("example_attentions")
    single = {name: [found] for name, found in results.of_each("attention_weights").items()}
    return examples | {name: found for name, found in single.items() if name not in examples}


def name_heads(measures: pd.DataFrame) -> list[list[str]]:
    """What each head does, by layer and head; of several networks, those of the last one.

    Args:
        measures: `layer`, `head`, `name` and perhaps `network`; the classifier's rows come last.
    """
    if "network" in measures:
        measures = measures[measures["network"] == measures["network"].iloc[-1]]
    rows = measures[["layer", "head", "name"]].itertuples(index=False, name=None)
    names = {(layer, head): str(name) for layer, head, name in rows}
    layers, heads = (measures[column].max() + 1 for column in ("layer", "head")) if len(measures) else (0, 0)
    return [[names.get((layer, head), "") for head in range(heads)] for layer in range(layers)]


def measures(results: Results) -> list[Block]:
    """What was measured of each head, over a sample of reviews."""
    return [
        *results.pictures("head_roles", "what its heads do.", "a cell for each head, by layer."),
        *results.pictures("layer_profile", "measures by layer.", "a line for each measure over the layers."),
        *results.pictures("head_map", "how alike its heads are.", "dots for heads, near where alike."),
        *results.tables("head_measures", "every head's measures.", folded=True),
    ]


def explanations(results: Results) -> list[Block]:
    """How faithful attention is to the prediction, and what each head is worth."""
    return [
        *results.sentences("explanation_verdict", "sentence"),
        *results.sentences_of_each("explanation_verdict", "sentence"),
        *results.pictures(
            "faithfulness_chart",
            "how faithful each ranking of the tokens is, against a random one.",
            "a dot with an interval for each method; the numbers stand in the table.",
        ),
        *results.tables("faithfulness", "comprehensiveness and sufficiency of each method.", folded=True),
        *results.pictures(
            "head_ablation_map",
            "what accuracy loses when one head is switched off.",
            "a cell for each head, by layer; the numbers stand in the table.",
        ),
        *results.tables("head_ablation", "accuracy with one head switched off.", folded=True),
    ]


def _heading(title: str, blocks: list[Block]) -> list[Block]:
    return [Heading(title), *blocks] if blocks else []

"""The section on attention, for each architecture that was looked into."""

from __future__ import annotations

import pandas as pd

from review_sentiment.attention import Attention
from review_sentiment.pipelines.reporting.attention_measures.naming import NAMES
from review_sentiment.pipelines.reporting.page.attention_data import encode
from review_sentiment.pipelines.reporting.page.blocks import AttentionView, Block, Heading, Table, Text
from review_sentiment.pipelines.reporting.page.explanation_section import explanations
from review_sentiment.pipelines.reporting.page.params import PageParams
from review_sentiment.pipelines.reporting.page.results import Results
from review_sentiment.pipelines.reporting.page.tables import make_table
from review_sentiment.pipelines.reporting.params import AttentionParams

MEGABYTE = 1_000_000
MASSES = NAMES | {"negation": "its negation"}
"""the measures of mass that are shown, with their titles"""


def attention(results: Results, page: PageParams, start: AttentionParams) -> list[Block]:
    """The chosen head and the interactive view, then what was measured over many reviews."""
    measured = [
        *_heading("What the heads do", measures(results)),
        *_heading("Does attention explain the prediction?", explanations(results)),
    ]
    attentions = gather(results)
    if not attentions:
        return measured
    names = {name: name_heads(table) for name, table in results.of_each("head_measures").items()}
    data = encode(attentions, page.attention_megabytes * MEGABYTE, page.fewest_weights, names)
    data["start"] = {"layer": start.layer, "head": start.head}
    intro = (
        "A weight is the share with which another token's vector enters the mean that one head of one layer "
        "makes for a token. It doesn't say that the other token decides the prediction: weight is not "
        "importance."
    )
    return [
        Text(intro),
        AttentionView(data),
        *results.gallery(
            "attention_heatmap",
            "one head on the first of the reviews above, as a heat map.",
            "a heat map, with a row for each token that looks and a column for each that is looked at.",
        ),
        *measured,
    ]


def gather(results: Results) -> dict[str, list[Attention]]:
    """The attention of the chosen review and of the examples by architecture, each review once."""
    chosen = {name: [review] for name, review in results.of_each("attention_weights").items()}
    examples = results.of_each("example_attentions")
    return {
        name: [*{review.text: review for review in (*chosen.get(name, ()), *examples.get(name, ()))}.values()]
        for name in dict.fromkeys([*chosen, *examples])
    }


def name_heads(measures: pd.DataFrame) -> list[list[str]]:
    """What each head does, by layer and head; of several networks, those of the last one.

    Args:
        measures: `network`, `layer`, `head` and `name`; the classifier's rows come last.
    """
    measures = of_classifier(measures)
    rows = measures[["layer", "head", "name"]].itertuples(index=False, name=None)
    # no line may begin with a percent sign
    names = {(layer, head): str(name).replace(" %", "\N{NO-BREAK SPACE}%") for layer, head, name in rows}
    layers, heads = (measures[column].max() + 1 for column in ("layer", "head")) if len(measures) else (0, 0)
    return [[names.get((layer, head), "") for head in range(heads)] for layer in range(layers)]


def measures(results: Results) -> list[Block]:
    """What was measured of each head, over a sample of reviews."""
    intro = (
        "Over a sample of test reviews: the share of a token's attention that goes to each kind of token, on "
        "average, and what a head would give that looks at all tokens alike. Entropy is 1 for such a head "
        "and 0 for one that looks at a single token. Shift is how far fine-tuning moved a head (mean "
        "Jensen-Shannon distance, 0 to 1). Kinds overlap, so the shares of a head don't sum to 1. A head is "
        'named after what gets most of its attention, where that is much; else it is "broad" where it looks '
        'at nearly all tokens alike, and "mixed" where not. The name, in the view above too, is about the '
        "whole sample, and says where the head looks, not what it is for."
    )
    published = (
        "Of BERT-base, before fine-tuning and on pairs of paragraphs of up to 128 tokens together, Clark et "
        "al. (2019) found more than half of the attention on the separators in what are layers 5 to 9 as "
        "counted here, and read it as looking nowhere in particular."
    )
    layers = results.of_each("layer_measures")
    blocks: list[Block] = [
        *(Text(say_sinks(name, table)) for name, table in layers.items()),
        *([Text(published)] if layers else []),
        *results.pictures("head_roles", "what its heads do.", "a cell for each head, by layer."),
        *results.pictures("layer_profile", "measures by layer.", "a line for each measure over the layers."),
        *results.pictures("head_map", "how alike its heads are.", "dots for heads, near where alike."),
        *(tabulate_heads(name, table) for name, table in results.of_each("head_measures").items()),
    ]
    return [Text(intro), *blocks] if blocks else []


def say_sinks(model: str, layers: pd.DataFrame) -> str:
    """Where most of the classifier's attention goes that goes to special tokens.

    Args:
        model: its name.
        layers: `network`, `layer`, and the masses on the first token and on the separator.
    """
    layers = of_classifier(layers)

    def say_most(name: str) -> str:
        row = layers.sort_values(name, ascending=False).iloc[0]
        share, uniform = (100 * row[key] for key in (name, f"{name}_uniform"))
        return f"{share:.1f} % (layer {row['layer']:.0f}; uniform attention: {uniform:.1f} %)"

    return (
        f"{model}: a layer gives at most {say_most('first')} of its attention to the first token, and at "
        f"most {say_most('separator')} to the separator."
    )


def tabulate_heads(model: str, measures: pd.DataFrame) -> Table:
    """Every head of the classifier in numbers; the first row is uniform attention."""
    measures = of_classifier(measures)
    uniform = {name: measures[f"{name}_uniform"].mean() for name in ("entropy", *MASSES)}
    rows = pd.concat([pd.DataFrame([{"name": "uniform attention", **uniform}]), measures])
    rows = rows.astype({"layer": "Int64", "head": "Int64"})
    return make_table(
        rows.rename(columns={name: f"{name}_share" for name in MASSES}),
        f"{model}: every head after fine-tuning, in numbers.",
        columns={
            "layer": "layer",
            "head": "head",
            "name": "looks at",
            "entropy": "entropy",
            **{f"{name}_share": title for name, title in MASSES.items()},
            "shift": "shift",
        },
        folded=True,
    )


def of_classifier(measures: pd.DataFrame) -> pd.DataFrame:
    """The rows of the last network, which is the classifier."""
    return measures[measures["network"] == measures["network"].iloc[-1]]


def _heading(title: str, blocks: list[Block]) -> list[Block]:
    return [Heading(title), *blocks] if blocks else []

"""Of the section on attention, the part on whether it explains the predictions."""

from __future__ import annotations

import pandas as pd

from review_sentiment.pipelines.reporting.faithfulness.gains import name_rankings, orient
from review_sentiment.pipelines.reporting.page.blocks import Block, Table, Text
from review_sentiment.pipelines.reporting.page.results import Results
from review_sentiment.pipelines.reporting.page.tables import make_table

EXPLAINED = (
    "An explanation ranks the tokens of a review by how much the prediction is said to rest on them. The top "
    "ones of the ranking are taken away, and the probability of the predicted class is to fall far "
    "(comprehensiveness: high is good); or they alone are left, and it is to fall little (sufficiency: low "
    "is good). Both are means over several shares of the tokens, which are cut out (deletion) or replaced by "
    "the mask token (masking), and are held against random rankings.",
    "Attention ranks tokens by what the first token, which the classifier reads, gives them: in the last "
    "layer, in all layers, followed through the layers (rollout), or times the length of what is handed on "
    "(value norms). Other rankings are by gradients, at the review (gradient x input) or on the way to it "
    "from a review of masks (integrated gradients), and by masking each token in turn (leave-one-out).",
)


def explanations(results: Results) -> list[Block]:
    """How faithful attention is to the prediction, and what each head is worth."""
    verdicts = results.points("explanation_verdict")
    return [
        *(map(Text, EXPLAINED) if verdicts else ()),
        *verdicts,
        *results.pictures(
            "faithfulness_chart",
            "how faithful each ranking of the tokens is, against a random one.",
            "a bar with an interval for each method; the numbers stand in the table.",
        ),
        *(tabulate_faithfulness(name, table) for name, table in results.of_each("faithfulness").items()),
        *results.pictures(
            "head_ablation_map",
            "how much log loss grows when one head is switched off.",
            "a cell for each head, by layer; the numbers stand in the table.",
        ),
        *results.tables("head_ablation", "what is lost with one head switched off.", folded=True),
    ]


def tabulate_faithfulness(model: str, faithfulness: pd.DataFrame) -> Table:
    """Every ranking by every measure, and how much better than a random one it is."""
    return make_table(
        orient(faithfulness).assign(method=name_rankings(faithfulness)),
        f"{model}: comprehensiveness (high is good) and sufficiency (low is good), with 95 % intervals.",
        columns={
            "method": "ranking",
            "operator": "by",
            "measure": "measure",
            "mean": "probability lost",
            "low": "from",
            "high": "to",
            "gain": "better than random by",
            "gain_low": "from ",
            "gain_high": "to ",
            "reviews": "reviews",
        },
        folded=True,
    )

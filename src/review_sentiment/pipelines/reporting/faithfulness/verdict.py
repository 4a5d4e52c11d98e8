"""What the numbers on explanations allow to be said, in plain sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from review_sentiment.pipelines.reporting.faithfulness.erasure import top_tokens
from review_sentiment.pipelines.reporting.faithfulness.gains import orient
from review_sentiment.pipelines.reporting.faithfulness.methods import (
    ATTENTION_METHODS,
    MEASURES,
    OPERATORS,
    RANDOM_WEIGHTS,
    TITLES,
    TRAINED,
)
from review_sentiment.pipelines.reporting.intervals import CONFIDENCE

# accuracy that a head may cost and still be called dispensable by itself
TOLERANCE = 0.02
MOST_NAMES = 5
STRONGEST = {
    "attention_last_strongest": "the strongest attention to a token in the last layer",
    "rollout_strongest": "the strongest attention to a token by rollout",
}
MEASUREMENTS = len(OPERATORS) * len(MEASURES)


def judge_faithfulness(faithfulness: pd.DataFrame) -> tuple[list[str], dict[str, Any]]:
    """Whether attention beats a random ranking, and how it stands to other explanations.

    Args:
        faithfulness: as `tabulate_faithfulness` makes it.

    Returns:
        Sentences, and the counts that they rest on.
    """
    gains = orient(faithfulness)
    trained = gains[gains["network"] == TRAINED]
    beats = (trained["gain_low"] > 0).groupby(trained["method"]).sum()
    worse = (trained["gain_high"] < 0).groupby(trained["method"]).sum()
    comparisons = len(ATTENTION_METHODS) * MEASUREMENTS
    counted = "; ".join(f"{TITLES[method]}, in {beats[method]}" for method in ATTENTION_METHODS)
    forwards, backwards = (int(of[list(ATTENTION_METHODS)].sum()) for of in (beats, worse))
    sentences = [
        f"Of {MEASUREMENTS} measurements (comprehensiveness and sufficiency, by deletion and by masking) on "
        f"{trained['reviews'].iloc[0]} test reviews, a ranking by attention is better than a random one "
        f"beyond the 95 % interval: {counted}."
    ]
    if forwards:
        sentences.append(
            f"So it is in {forwards} of {comparisons} comparisons that attention finds more of what the "
            "predictions rest on than chance does. They share the same random rankings: where some come from "
            "chance, they come together."
        )
    if backwards:
        sentences.append(f"In {backwards} of these {comparisons} comparisons attention is worse than random.")
    if not forwards:
        sentences.append(
            "So on these reviews attention is not told from chance: it may find no more of what the "
            "predictions rest on, or they may be too few."
        )
    for method in ("integrated_gradients", "leave_one_out"):
        sentences.append(_compare(trained, method))
    sentences.append(
        "Leave-one-out masks each token in turn, and so is found by nearly what the measures do: take it for "
        "what can be reached, not for a rival."
    )
    control = gains[gains["network"] == RANDOM_WEIGHTS]
    sentences.append(
        "The attention of a network with random weights, as a control, is better than a random ranking in "
        f"{(control['gain_low'] > 0).sum()} of {len(control)} measurements."
    )
    return sentences, {"better_than_random": {str(name): int(count) for name, count in beats.items()}}


def _compare(trained: pd.DataFrame, method: str) -> str:
    """An explanation against the best of attention, on the same reviews."""
    rows = trained[trained["method"] == method]
    return (
        f"A ranking by {TITLES[method]} is better than one by every attention score on the same "
        f"reviews, beyond the 95 % interval of the difference, in {(rows['lead_low'] > 0).sum()} of "
        f"{MEASUREMENTS} measurements, and worse than one of them in {(rows['lead_high'] < 0).sum()}."
    )


def judge_method(
    attributions: pd.DataFrame, correlations: pd.DataFrame, shares: list[float]
) -> tuple[list[str], dict[str, Any]]:
    """What is to be known of the measures themselves: shares, completeness, correlations."""
    smallest = sorted(shares)[:2]
    tops = [[top_tokens(scores, share).sum() for share in smallest] for scores in attributions["random"]]
    same = sum(len(smallest) > 1 and counts[0] == counts[-1] for counts in tops)
    delta = float(attributions["completeness_delta"].mean())
    sentences = [
        "Integrated gradients miss the change of probability that they should sum to by "
        f"{delta:.3f} on average."
    ]
    if same:
        names = " and ".join(f"{100 * share:g} %" for share in smallest)
        sentences.append(
            f"A share is at least one token: in {same} of {len(tops)} reviews {names} are equally many "
            "tokens."
        )
    sentences += [
        f"Spearman's correlation of {STRONGEST[str(row.method)]} with the size of the input's gradient is "
        f"{row.mean:.2f} on average over reviews (standard deviation {row.sd:.2f}); published for DistilBERT "
        f"on SST-2 (Abnar and Zuidema 2020): {row.published:.2f}."
        for row in correlations.dropna(subset="published").itertuples()
    ]
    return sentences, {"completeness_delta": delta, "reviews": len(attributions)}


def judge_heads(head_ablation: pd.DataFrame) -> tuple[list[str], dict[str, Any]]:
    """How many heads can be spared, one at a time, and which is the costliest."""
    heads = len(head_ablation)
    spared = int((head_ablation["accuracy_lost"] <= TOLERANCE).sum())
    reviews = head_ablation["reviews"].iloc[0]
    costly = head_ablation[head_ablation["log_loss_gained_low"] > 0]
    harmful = head_ablation[head_ablation["log_loss_gained_high"] < 0]
    by_chance = (1 - CONFIDENCE) / 2 * heads
    ordered = head_ablation.sort_values("log_loss_gained", kind="stable")
    sentences = [
        f"Switched off one at a time, {spared} of {heads} heads cost no more than {100 * TOLERANCE:g} "
        f"percentage points of accuracy on {reviews} test reviews, of which one is {100 / reviews:.1f} "
        "points: that is said of these reviews alone. Nor does it follow that the heads can be spared "
        "together.",
        f"Log-loss grows beyond the 95 % interval without {len(costly)} of {heads} heads{_name(costly)} and "
        f"falls without {len(harmful)}{_name(harmful)}; by chance alone, about {by_chance:.1f} each.",
        f"It grows most without head {_say_change(ordered.iloc[-1])}.",
    ]
    if ordered["log_loss_gained"].iloc[0] < 0:
        sentences.append(f"It falls most without head {_say_change(ordered.iloc[0])}.")
    sentences.append(
        f"Each interval is that of one head by itself: of the most extreme of {heads}, which chance alone "
        "would put far out, it says too much."
    )
    counts = {
        "heads": heads,
        "heads_within_tolerance": spared,
        "heads_that_cost_log_loss": len(costly),
    }
    return sentences, counts


def _name(heads: pd.DataFrame) -> str:
    """Few heads by layer and head: " (layer-head 4-9, 5-0)"; of many the map says more."""
    names = [f"{head.layer}-{head.head}" for head in heads.itertuples()]
    return f" (layer-head {', '.join(names)})" if 0 < len(names) <= MOST_NAMES else ""


def _say_change(head: pd.Series) -> str:
    ends = f"{head['log_loss_gained_low']:+.3f} to {head['log_loss_gained_high']:+.3f}"
    return (
        f"{head['head']:.0f} of layer {head['layer']:.0f} (by {head['log_loss_gained']:+.3f}, 95 %: {ends})"
    )

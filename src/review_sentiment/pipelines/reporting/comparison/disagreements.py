"""The reviews about which the architectures are of different opinions."""

from __future__ import annotations

import pandas as pd

from review_sentiment.pipelines.reporting.alignment import align, refuse_other_reviews


def find_disagreements(
    architectures: dict[str, pd.DataFrame], others: dict[str, pd.DataFrame], reviews: pd.DataFrame, count: int
) -> pd.DataFrame:
    """The reviews that some architectures call positive and some negative, the most different first.

    Args:
        architectures: predictions of those whose disagreement counts.
        others: predictions of models that are shown beside them.
        reviews: with `review_id` and `review`.
        count: rows at most.

    Returns:
        `review_id`, `label`, `difference` (between the highest and the lowest probability of positive among
        the architectures), `{model}_probability` for each model, and `review`.

    Raises:
        ReviewSentimentError: the models did not predict the same reviews, or predicted others than these.
    """
    aligned = align(architectures | others)
    refuse_other_reviews(next(iter(architectures.values())), reviews)
    table = pd.DataFrame({f"{model}_probability": rows["probability"] for model, rows in aligned.items()})
    opinions = table[[f"{model}_probability" for model in architectures]]
    table.insert(0, "label", next(iter(aligned.values()))["label"])
    table.insert(1, "difference", opinions.max(axis="columns") - opinions.min(axis="columns"))
    answers = pd.DataFrame({model: aligned[model]["prediction"] for model in architectures})
    disputed = table[answers.nunique(axis="columns") > 1]
    shown = disputed.sort_values("difference", ascending=False, kind="stable").head(count).reset_index()
    return shown.merge(reviews[["review_id", "review"]], on="review_id")

"""The section on where the models differ: in pairs, over seeds, in confidence, on parts of the reviews."""

from __future__ import annotations

import pandas as pd

from review_sentiment.pipelines.reporting.comparison.pairs import SMALLEST_SHOWN
from review_sentiment.pipelines.reporting.page import wording
from review_sentiment.pipelines.reporting.page.blocks import Block, Text
from review_sentiment.pipelines.reporting.page.results import Results
from review_sentiment.pipelines.reporting.page.tables import make_table


def comparison(results: Results) -> list[Block]:
    """Where the models differ."""
    return [
        *pairs(results),
        *results.picture(
            "model_accuracies",
            "Accuracy of each model with its 95 % interval.",
            "A dot with an interval for each model; the numbers stand in the first table of this page.",
        ),
        *seeds(results),
        *results.picture(
            "roc_curves",
            "ROC curves.",
            "True positive rate over false positive rate, a line a model.",
        ),
        *results.picture(
            "precision_recall_curves", "Precision and recall.", "Precision over recall, a line a model."
        ),
        *results.picture(
            "reliability_diagram",
            "Calibration: how often predictions of a given confidence are right.",
            "A panel a model: accuracy over confidence, a line as trained and one after temperature scaling; "
            "the numbers stand in the tables.",
        ),
        *calibration(results),
        *results.tables("reliability", "confidence and accuracy in each bin.", folded=True),
        *results.picture(
            "accuracy_by_slice",
            "Accuracy on parts of the test reviews.",
            "A dot with an interval for each model and part.",
        ),
        *results.gallery(
            "confusion_matrix",
            "reviews of each class (rows) by prediction (columns).",
            "two by two cells with counts and shares; precision and recall stand in the table of its report.",
        ),
        *results.tables("classification_report", "precision, recall and F1 of each class.", folded=True),
        *results.tables("accuracy_by_length", "accuracy by length in tokens.", folded=True),
        *results.tables("accuracy_by_negation", "accuracy with and without a negation word.", folded=True),
        *results.tables("accuracy_by_rating", "accuracy by rating.", folded=True),
    ]


def pairs(results: Results) -> list[Block]:
    """Each pair of models in numbers."""
    found = results.get("paired_comparison")
    if found is None:
        return []
    points = 100 * found[["difference", "difference_low", "difference_high"]]
    table = found.assign(
        points=points["difference"].map("{:+.1f}".format),
        interval=[f"{low:+.1f} to {high:+.1f}" for low, high in points.iloc[:, 1:].to_numpy()],
        p=[f"< {SMALLEST_SHOWN}" if p < SMALLEST_SHOWN else f"{p:.3f}" for p in found["p_holm"]],
    )
    columns = {
        "first": "first",
        "second": "second",
        "points": "second better by, points",
        "interval": "95 % interval",
        "only_first_right": "only first right",
        "only_second_right": "only second right",
        "p": "p (McNemar, Holm)",
    }
    return [make_table(table, "Pairs of models on the same test reviews.", columns)]


def seeds(results: Results) -> list[Block]:
    """How far the seeds are apart, where there was more than one."""
    spread = results.get("seed_spread")
    if spread is None:
        return []
    if spread["seeds"].max() == 1:
        return [Text("One seed was trained: how far another would come out from it was not measured.")]
    return [
        *(Text(wording.say_spread(row)) for row in spread.itertuples()),
        make_table(spread, "Accuracy of the same training with several seeds."),
    ]


def calibration(results: Results) -> list[Block]:
    """What temperature scaling does to each model's confidence."""
    models = results.of_each("calibration")
    if not models:
        return []
    columns = {
        "model": "model",
        "ece": "calibration error",
        "temperature": "temperature",
        "ece_after_temperature": "calibration error, scaled",
        "log_loss": "log loss",
        "log_loss_after_temperature": "log loss, scaled",
    }
    table = pd.DataFrame([{"model": model, **figures} for model, figures in models.items()])
    explanation = (
        "The calibration error is the mean distance of confidence and accuracy over bins of confidence, each "
        "of which weighs as much as it has reviews. The temperature that scales the confidence was fitted on "
        "the validation reviews: above 1, a model was too sure of itself, below 1 not sure enough. On the "
        "test reviews scaling need not help."
    )
    return [Text(explanation), make_table(table, "Calibration in numbers.", columns=columns, folded=True)]

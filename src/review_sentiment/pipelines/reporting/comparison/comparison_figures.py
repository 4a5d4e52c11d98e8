"""All models in one picture: how well they rank reviews, and how far their confidence can be trusted."""

from __future__ import annotations

from itertools import cycle
from typing import Any, Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from sklearn import metrics

from review_sentiment.figures import NEUTRAL_COLOUR, SERIES_COLOURS, as_percentages, new_figure
from review_sentiment.pipelines.reporting.comparison.calibration import (
    AS_TRAINED,
    SCALED,
    expected_calibration_error,
)

# what tells the models apart besides the colour
LINE_STYLES = ("-", "--", ":", "-.")
MARKERS = ("o", "s", "^", "D", "v", "P")
LARGEST_DOT = 220  # square points, of a bin that holds all reviews


def model_looks(models: Any) -> dict[str, dict[str, str]]:
    """Colour, line and marker of each model, the same in every figure that has the same models."""
    looks = zip(cycle(SERIES_COLOURS), cycle(LINE_STYLES), cycle(MARKERS), strict=False)
    names = ("color", "linestyle", "marker")
    return {model: dict(zip(names, look, strict=True)) for model, look in zip(models, looks, strict=False)}


def plot_roc(predictions: dict[str, pd.DataFrame]) -> Figure:
    """For each model, at every threshold: positive reviews found against negative ones taken along."""
    figure, axes = new_figure(5.4, 5)
    for model, look in model_looks(predictions).items():
        label, probability = predictions[model]["label"], predictions[model]["probability"]
        wrong, found, _ = metrics.roc_curve(label, probability)
        area = metrics.roc_auc_score(label, probability)
        # slopes, not steps: of reviews with one probability, all are called positive or none
        axes.plot(wrong, found, **_line(look, f"{model}: area {area:.3f}"))
    axes.plot([0, 1], [0, 1], color=NEUTRAL_COLOUR, linewidth=1, zorder=0, label="chance: area 0.5")
    axes.set(xlabel="negative reviews called positive", ylabel="positive reviews found")
    return _finish(figure, axes, "ROC curves on the test reviews", "lower right")


def plot_precision_recall(predictions: dict[str, pd.DataFrame]) -> Figure:
    """For each model, at every threshold: the share of right ones among those found, against those found."""
    figure, axes = new_figure(5.4, 5)
    for model, look in model_looks(predictions).items():
        label, probability = predictions[model]["label"], predictions[model]["probability"]
        precision, recall, _ = metrics.precision_recall_curve(label, probability)
        average = metrics.average_precision_score(label, probability)
        # steps, not slopes: so the average precision is the area
        line = _line(look, f"{model}: average precision {average:.3f}")
        axes.plot(recall, precision, drawstyle="steps-post", **line)
    share = next(iter(predictions.values()))["label"].mean()
    axes.axhline(share, color=NEUTRAL_COLOUR, linewidth=1, zorder=0, label=f"chance: {share:.3f}")
    axes.set(xlabel="recall: positive reviews found", ylabel="precision: of those called positive, right")
    return _finish(figure, axes, "Precision and recall on the test reviews", "lower left")


def plot_reliability(reliability: dict[str, pd.DataFrame]) -> Figure:
    """A panel a model: accuracy against confidence, as trained and after temperature scaling."""
    figure, panels = new_figure(
        3.3 * len(reliability) + 0.6, 4.2, ncols=len(reliability), sharey=True, squeeze=False
    )
    for axes, (model, table) in zip(panels[0], reliability.items(), strict=True):
        _draw_reliability(axes, model, table)
    lowest = min(table["accuracy"].min() for table in reliability.values())
    panels[0, 0].set(ylabel="accuracy", ylim=(min(0.45, lowest - 0.05), 1.05))
    as_percentages(panels[0, 0].yaxis)
    handles = panels[0, 0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=len(handles[0]), frameon=False)
    figure.suptitle(
        "Confidence and accuracy on the test reviews: larger dots are more reviews", x=0.01, ha="left"
    )
    return figure


def _draw_reliability(axes: Axes, model: str, table: pd.DataFrame) -> None:
    axes.plot([0.5, 1], [0.5, 1], color=NEUTRAL_COLOUR, linewidth=1, label="as often right as confident")
    errors = []
    for scaling, colour, line in ((AS_TRAINED, SERIES_COLOURS[0], "-"), (SCALED, SERIES_COLOURS[1], "--")):
        rows = table[table["scaling"] == scaling]
        errors.append(expected_calibration_error(rows))
        axes.plot(rows["confidence"], rows["accuracy"], color=colour, linestyle=line, label=scaling)
        share = rows["count"] / rows["count"].sum()
        fill = colour if scaling == AS_TRAINED else "none"
        axes.scatter(rows["confidence"], rows["accuracy"], LARGEST_DOT * share, fill, edgecolors=colour)
    axes.set_title(
        f"{model}\ncalibration error {errors[0]:.1%}, scaled {errors[1]:.1%}", loc="left", fontsize=10
    )
    axes.set(xlabel="confidence in the prediction", xlim=(0.48, 1.02))
    as_percentages(axes.xaxis)


def _line(look: dict[str, str], label: str) -> dict[str, Any]:
    return {"color": look["color"], "linestyle": look["linestyle"], "label": label}


def _finish(figure: Figure, axes: Axes, title: str, corner: Literal["lower left", "lower right"]) -> Figure:
    axes.set_title(title, loc="left")
    axes.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01), aspect="equal")
    axes.legend(loc=corner, frameon=False)
    as_percentages(axes.xaxis)
    as_percentages(axes.yaxis)
    return figure

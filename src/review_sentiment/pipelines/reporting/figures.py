"""What the classifiers did, as pictures."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from review_sentiment.figures import NEUTRAL_COLOUR, SERIES_COLOURS, as_percentages, new_figure

# steps over which the training loss is averaged before it is drawn: a batch's own loss is mostly noise
SMOOTHING = 20
# of an axis of accuracies: a few reviews more or less are no cliff
LEAST_SPAN = 0.05


def plot_confusion(counts: pd.DataFrame) -> Figure:
    """The confusion matrix: colour and percentage say the share of a true class, the number how many."""
    rates = counts.div(counts.sum(axis="columns").clip(lower=1), axis="index")
    cells = counts.map("{:,}".format) + "\n" + rates.map("{:.1%}".format)
    figure, axes = new_figure(4.6, 4)
    sns.heatmap(
        rates,
        annot=cells,
        fmt="",
        vmin=0,
        vmax=1,
        cmap="Blues",
        cbar=False,
        square=True,
        annot_kws={"fontsize": 12},
        ax=axes,
    )
    total = counts.to_numpy().sum()
    right = counts.to_numpy().trace() / total
    axes.set_title(f"{right:.1%} of {total:,} test reviews classified correctly", loc="left")
    axes.set(xlabel="predicted", ylabel="true")
    axes.tick_params(length=0)
    return figure


def plot_training(history: pd.DataFrame) -> Figure:
    """Training and validation loss over the steps, and validation accuracy after each epoch."""
    figure, (loss, accuracy) = new_figure(9, 3.6, ncols=2, sharex=True)
    smooth = history["train_loss"].rolling(SMOOTHING, min_periods=1).mean()
    checks = history.dropna(subset=["validation_loss"])
    loss.plot(history["step"], smooth, color=NEUTRAL_COLOUR, label=f"training, mean of {SMOOTHING} steps")
    loss.plot(checks["step"], checks["validation_loss"], "o-", color=SERIES_COLOURS[0], label="validation")
    loss.set(
        xlabel="step",
        ylabel="cross-entropy",
        ylim=(0, 1.05 * max(smooth.max(), checks["validation_loss"].max())),
    )
    handles = loss.get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower left", ncols=2, frameon=False)
    accuracy.plot(checks["step"], checks["validation_accuracy"], "o-", color=SERIES_COLOURS[0])
    accuracy.set(xlabel="step", ylabel="validation accuracy")
    low, high = checks["validation_accuracy"].min(), checks["validation_accuracy"].max()
    margin = max(0.1 * (high - low), (LEAST_SPAN - (high - low)) / 2)
    accuracy.set_ylim(low - margin, high + margin)
    as_percentages(accuracy.yaxis, decimals=1)
    # the first of equals, as the training keeps it
    best = checks.sort_values("validation_accuracy", ascending=False, kind="stable").iloc[0]
    for axes in (loss, accuracy):
        axes.axvline(best["step"], color=SERIES_COLOURS[1], linestyle=":", zorder=0)
    accuracy.set_title(f"kept: after epoch {best['epoch'] + 1:.0f} (dotted)", loc="left", fontsize="medium")
    return figure


def plot_comparison(comparison: pd.DataFrame) -> Figure:
    """Each model's test accuracy with its 95 % interval."""
    figure, axes = new_figure(7, 0.7 * len(comparison) + 1.2)
    rows = comparison.iloc[::-1].reset_index(drop=True)
    axes.errorbar(
        rows["accuracy"],
        rows.index,
        xerr=[
            rows["accuracy"] - rows["accuracy_low"],
            rows["accuracy_high"] - rows["accuracy"],
        ],
        fmt="o",
        color=SERIES_COLOURS[0],
        capsize=4,
    )
    for row, accuracy in enumerate(rows["accuracy"]):
        axes.annotate(f"{accuracy:.1%}", (accuracy, row), (0, 7), textcoords="offset points", ha="center")
    axes.set_yticks(rows.index, rows["model"])
    axes.set(xlabel="test accuracy, 95 % interval (Wilson)", ylim=(-0.5, len(rows) - 0.3))
    as_percentages(axes.xaxis)
    return figure

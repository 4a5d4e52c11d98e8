"""Faithfulness and the worth of heads, as pictures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from review_sentiment.figures import NEUTRAL_COLOUR, SERIES_COLOURS, new_figure
from review_sentiment.pipelines.reporting.faithfulness.gains import name_rankings, orient
from review_sentiment.pipelines.reporting.faithfulness.methods import (
    ATTENTION_METHODS,
    MEASURES,
    OPERATORS,
    RANDOM_WEIGHTS,
)
from review_sentiment.pipelines.reporting.intervals import CONFIDENCE

# black on a light cell, and with a white rim on a dark one
DOT = {"color": "black", "markeredgecolor": "white", "markersize": 7}
SAID = {"comprehensiveness": "top tokens gone", "sufficiency": "only top tokens left"}


def plot_faithfulness(faithfulness: pd.DataFrame) -> Figure:
    """How much better than a random ranking each explanation is, with 95 % intervals; right is better."""
    gains = orient(faithfulness[faithfulness["method"] != "random"])
    figure, grid = new_figure(10.5, 7, nrows=2, ncols=2, sharex=True, sharey=True)
    for row, measure in zip(grid, MEASURES, strict=True):
        for axes, operator in zip(row, OPERATORS, strict=True):
            bars = gains[(gains["operator"] == operator) & (gains["measure"] == measure)].iloc[::-1]
            _draw_bars(axes, bars)
            axes.set_title(f"{measure} ({SAID[measure]}), {operator}", loc="left", fontsize="medium")
    for axes in grid[-1]:
        axes.set_xlabel("better than a random ranking by (probability)")
    figure.suptitle(
        f"{faithfulness['reviews'].iloc[0]} test reviews, mean and 95 % interval; right of 0 is better than "
        "chance\ncontrol: the attention of a network with random weights",
        x=0.01,
        ha="left",
    )
    return figure


def _draw_bars(axes: Any, bars: pd.DataFrame) -> None:
    control = (bars["network"] == RANDOM_WEIGHTS).to_numpy()
    attention = bars["method"].isin(ATTENTION_METHODS).to_numpy() & ~control
    colours = np.where(control, NEUTRAL_COLOUR, np.where(attention, SERIES_COLOURS[1], SERIES_COLOURS[0]))
    errors = [bars["gain"] - bars["gain_low"], bars["gain_high"] - bars["gain"]]
    y = np.arange(len(bars))
    axes.barh(y, bars["gain"], color=colours, alpha=0.75, height=0.7)
    axes.errorbar(bars["gain"], y, xerr=errors, fmt="none", ecolor="black", elinewidth=1, capsize=3)
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_yticks(y, name_rankings(bars))
    axes.tick_params(axis="y", length=0)


def plot_head_ablation(head_ablation: pd.DataFrame) -> Figure:
    """Log-loss gained with each head switched off: a row a layer, a column a head."""
    grid = head_ablation.pivot_table(index="layer", columns="head", values="log_loss_gained")
    layers, heads = grid.shape
    largest = float(np.abs(grid).max().max()) or 1.0
    figure, axes = new_figure(2.5 + 0.55 * heads, 1.6 + 0.45 * layers)
    mesh = axes.pcolormesh(grid, vmin=-largest, vmax=largest, cmap="PuOr_r", edgecolors="white", linewidth=1)
    sure = (head_ablation["log_loss_gained_low"] > 0) | (head_ablation["log_loss_gained_high"] < 0)
    axes.plot(head_ablation["head"][sure] + 0.5, head_ablation["layer"][sure] + 0.5, "o", **DOT)
    axes.set_xticks(np.arange(heads) + 0.5, range(heads))
    axes.set_yticks(np.arange(layers) + 0.5, range(layers))
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set(xlabel="head", ylabel="layer")
    by_chance = (1 - CONFIDENCE) * grid.size
    axes.set_title(
        f"one head switched off, {head_ablation['reviews'].iloc[0]} test reviews\n"
        f"dot: the 95 % interval leaves out 0, as {by_chance:.1f} of {grid.size} would by chance",
        loc="left",
        fontsize="medium",
    )
    figure.colorbar(mesh, ax=axes, label="log-loss gained (worse →)")
    return figure

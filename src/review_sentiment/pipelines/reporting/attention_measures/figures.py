"""Measures of heads and layers, drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure

from review_sentiment.figures import NEUTRAL_COLOUR, SERIES_COLOURS, as_percentages, new_figure
from review_sentiment.pipelines.reporting.attention_measures.patterns import PATTERNS, SCOPE

TITLES = {
    "entropy": "entropy",
    "first": "to the first token",
    "separator": "to the separator",
    "punctuation": "to punctuation",
    "self": "to itself",
    "previous": "to the previous token",
    "next": "to the next token",
    "polarity": "to polarity words",
    "negation": f"to a negation, from the {SCOPE} words after it",
    "shift": "shift by fine-tuning",
}
# times the mass of uniform attention at the ends of the colour scale; beyond, the colour is the same
LARGEST_RATIO = 16
# a head of a larger network has no room for its number
MOST_NUMBERS = 100
NETWORKS = {
    "random": ("random weights", NEUTRAL_COLOUR, ":"),
    "encoder": ("before fine-tuning", SERIES_COLOURS[4], "-"),
    "classifier": ("after fine-tuning", SERIES_COLOURS[0], "-"),
}


def plot_roles(heads: pd.DataFrame) -> Figure:
    """Heat maps, layers against heads, a measure each: the number is its value in percent.

    The colour of a mass is its ratio to uniform attention's; that of entropy and shift is the value itself.

    Args:
        heads: the rows of one network (see `tabulate_heads`).
    """
    layers, columns = heads["layer"].max() + 1, heads["head"].max() + 1
    width, height = max(9.0, 0.72 * columns + 2), 5 * (0.26 * layers + 0.4) + 1
    # each axis of ticks has to be laid out: one for all takes a third of the time
    figure, grid = new_figure(width, height, nrows=5, ncols=2, sharex=True, sharey=True)
    ratios = LogNorm(1 / LARGEST_RATIO, LARGEST_RATIO)
    for axes, (measure, title) in zip(grid.flat, TITLES.items(), strict=True):
        values = heads[measure].to_numpy().reshape(layers, columns)
        if measure in PATTERNS:
            uniform = heads[f"{measure}_uniform"].iloc[0]
            heading = f"{title} (uniform: {100 * uniform:.1f} %)"
            if np.isnan(uniform):
                heading = f"{title}: none here"
            ratio = (values / (uniform or np.nan)).clip(1 / LARGEST_RATIO, LARGEST_RATIO)
            mesh = _draw(axes, ratio, values, "PuOr_r", ratios)
        else:
            heading = f"{title} (from 0 to 100, grey)"
            _draw(axes, values, values, "Greys", Normalize(0, 1))
        axes.set_title(heading, loc="left", fontsize="medium")
    for axes in grid[:, 0]:
        axes.set_ylabel("layer")
    for axes in grid[-1]:
        axes.set_xlabel("head")
    bar = figure.colorbar(mesh, ax=grid, location="bottom", shrink=0.5, aspect=40, pad=0.01)
    bar.set_label("colour: times what uniform attention would give; numbers: percent of the weight")
    ticks = [1 / 16, 1 / 4, 1, 4, 16]
    bar.set_ticks(ticks, labels=["1/16", "1/4", "1", "4", "16"])
    bar.minorticks_off()
    return figure


def plot_profile(layers: pd.DataFrame) -> Figure:
    """Lines: each measure over the layers, a network each, and what uniform attention would give, dashed.

    Args:
        layers: see `tabulate_layers`.
    """
    figure, grid = new_figure(11, 8.5, nrows=3, ncols=3, sharex=True)
    for axes, measure in zip(grid.flat, ("entropy", *PATTERNS), strict=True):
        uniform = layers[f"{measure}_uniform"].iloc[0]
        axes.axhline(uniform, color="black", linestyle="--", linewidth=1, label="uniform attention", zorder=3)
        for network, (label, colour, line) in NETWORKS.items():
            rows = layers[layers["network"] == network]
            marker = {"marker": "o", "markersize": 4}
            axes.plot(rows["layer"], rows[measure], color=colour, linestyle=line, label=label, **marker)
        axes.set_title(TITLES[measure], loc="left", fontsize="medium")
        axes.set_ylim(0, None)
        as_percentages(axes.yaxis)
    for axes in grid[-1]:
        axes.set(xlabel="layer", xticks=range(layers["layer"].max() + 1))
    handles = grid.flat[0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=4, frameon=False)
    return figure


def _draw(axes: Any, colours: np.ndarray, numbers: np.ndarray, colour_map: str, norm: Normalize) -> Any:
    mesh = axes.imshow(colours, cmap=colour_map, norm=norm, aspect="auto")
    axes.spines[:].set_visible(False)
    axes.set(xticks=range(colours.shape[1]), yticks=range(colours.shape[0]))
    axes.tick_params(labelsize="small", length=0)
    if colours.size <= MOST_NUMBERS:
        for (layer, head), number in np.ndenumerate(numbers):
            if np.isfinite(number):
                shade = colormaps[colour_map](norm(colours[layer, head]))
                dark = np.dot(shade[:3], (0.299, 0.587, 0.114)) < 0.5  # noqa: PLR2004
                style = {"color": "white" if dark else "black", "fontsize": "x-small"}
                text = axes.text(head, layer, f"{100 * number:.0f}", ha="center", va="center", **style)
                text.set_in_layout(False)  # it fits its cell, and measuring hundreds takes seconds
    return mesh

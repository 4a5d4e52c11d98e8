"""Attention weights as heat maps."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from review_sentiment.figures import new_figure

COLOUR_MAP = "viridis"
# inches a token needs to be read, and the most that a figure may be wide
TOKEN_INCHES, LARGEST_INCHES = 0.22, 24
GRID_COLUMNS = 4
# a small multiple with more tokens than this is a texture: its labels could not be read
GRID_LABELS = 30


def plot_head(weights: np.ndarray, tokens: tuple[str, ...], title: str) -> Figure:
    """One head: the row of a token says where it looks. `weights` are (tokens, tokens)."""
    _check(weights, tokens, dimensions=2)
    side = min(LARGEST_INCHES, 2 + TOKEN_INCHES * len(tokens))
    figure, axes = new_figure(side + 0.8, side)
    # of a long review some tokens are named, as many as can be read
    every = math.ceil(TOKEN_INCHES * len(tokens) / (LARGEST_INCHES - 2))
    _draw(axes, weights, tokens, colour_bar=True, every=every)
    axes.set_title(title, loc="left")
    axes.set(xlabel="… to this token", ylabel="attention from this token …")
    return figure


def plot_heads(weights: np.ndarray, tokens: tuple[str, ...], title: str) -> Figure:
    """All heads of a layer side by side, on one colour scale. `weights` are (heads, tokens, tokens)."""
    _check(weights, tokens, dimensions=3)
    columns = min(GRID_COLUMNS, len(weights))
    rows = math.ceil(len(weights) / columns)
    side = min(6.0, 1.5 + 0.12 * min(len(tokens), GRID_LABELS))
    figure, grid = new_figure(side * columns, side * rows, nrows=rows, ncols=columns, squeeze=False)
    labels = tokens if len(tokens) <= GRID_LABELS else ()
    for head, axes in enumerate(grid.flat):
        if head < len(weights):
            _draw(axes, weights[head], labels, colour_bar=False)
            axes.set_title(f"head {head}", loc="left", fontsize="medium")
        else:
            axes.set_axis_off()
    figure.suptitle(title, x=0.01, ha="left")
    return figure


def _draw(
    axes: Any, weights: np.ndarray, labels: tuple[str, ...], *, colour_bar: bool, every: int = 1
) -> None:
    # not seaborn's heatmap: that lays out the whole figure again for each of its parts
    # as a picture in a drawing too: thousands of cells would be thousands of elements
    mesh = axes.pcolormesh(weights, vmin=0, vmax=1, cmap=COLOUR_MAP, rasterized=True)
    axes.invert_yaxis()
    axes.set_aspect("equal")
    axes.spines[:].set_visible(False)
    if colour_bar:
        axes.figure.colorbar(mesh, ax=axes, label="attention weight (a row sums to 1)", shrink=0.8)
    # a review may hold dollar signs, which Matplotlib would read as formulas
    style = {"fontsize": "small" if colour_bar else 6, "parse_math": False}
    centres = np.arange(0, len(labels), every) + 0.5
    axes.set_xticks(centres, labels[::every], rotation=90, **style)
    axes.set_yticks(centres, labels[::every], **style)


def _check(weights: np.ndarray, tokens: tuple[str, ...], dimensions: int) -> None:
    if weights.ndim != dimensions or weights.shape[-2:] != (len(tokens), len(tokens)):
        raise ValueError(
            f"Weights of shape {weights.shape} do not fit {len(tokens)} tokens in {dimensions} dimensions."
        )

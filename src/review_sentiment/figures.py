"""What all figures share: colours, a canvas without global state, one way to write percentages and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

if TYPE_CHECKING:
    from matplotlib.axis import Axis

# Colour-blind safe (Okabe and Ito 2008); negative and positive never differ by colour alone.
SENTIMENT_COLOURS = {"negative": "#D55E00", "positive": "#0072B2"}
SERIES_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
NEUTRAL_COLOUR = "#5F6B76"


def new_figure(width: float, height: float, **subplots: Any) -> tuple[Figure, Any]:
    """A figure of `width` x `height` inches and its axes (one, or an array of them).

    Keyword arguments go to `Figure.subplots`. Pyplot is left alone: its figures live in a global
    list, and its backend is the user's to choose.
    """
    figure = Figure(figsize=(width, height), dpi=120, layout="constrained")
    # Seaborn measures labels; without a canvas that can draw, each time costs a picture of the whole figure.
    FigureCanvasAgg(figure)
    axes = figure.subplots(**subplots)
    for axis in figure.axes:
        axis.spines[["top", "right"]].set_visible(False)
    return figure, axes


def as_percentages(axis: Axis, decimals: int | None = None) -> None:
    """Writes the ticks of an axis of shares (0 to 1) as percentages, decimals as given or as they fit."""
    axis.set_major_formatter(PercentFormatter(xmax=1, decimals=decimals))


def at_whole_numbers(axis: Axis) -> None:
    """Puts the ticks of an axis of counts at whole numbers, one alone where there is but one."""
    axis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=True, min_n_ticks=1))

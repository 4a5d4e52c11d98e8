"""How the exploration's figures are drawn, from counts and scores."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.markers import CARETDOWN, CARETUP
from matplotlib.ticker import LogLocator, StrMethodFormatter

from review_sentiment.figures import (
    NEUTRAL_COLOUR,
    SENTIMENT_COLOURS,
    as_percentages,
    at_whole_numbers,
    new_figure,
)
from review_sentiment.terms import SPLITS

SENTIMENTS = list(SENTIMENT_COLOURS)
# What tells the classes apart besides the colour
HATCHES = {"negative": "///", "positive": ""}
LINE_STYLES = {"negative": "--", "positive": "-"}
MARKERS = {"negative": CARETDOWN, "positive": CARETUP}  # tip to tip: neither hides the other

MAX_BINS = 40
# From this skewness on (0: symmetric, 2: exponential) a few long reviews would fill a linear axis.
SKEWED = 1.0


def draw_class_balance(review_sizes: pd.DataFrame) -> Figure:
    """Two bars a split, with the number of reviews and their share of the split written on top.

    Args:
        review_sizes: `split` and `sentiment`, one row a review.
    """
    counts = pd.crosstab(review_sizes["split"], review_sizes["sentiment"])
    counts = counts.reindex(index=list(SPLITS), columns=SENTIMENTS, fill_value=0)  # splits x classes
    figure, axes = new_figure(7, 4.2)
    look: dict[str, Any] = {"palette": SENTIMENT_COLOURS, "saturation": 1, "width": 0.7}
    bars = counts.melt(value_name="n", ignore_index=False).reset_index()
    sns.barplot(bars, x="split", y="n", hue="sentiment", legend=False, ax=axes, **look)
    for drawn, name in zip(axes.containers, SENTIMENTS, strict=True):
        drawn.set_label(name)
        for bar in drawn:
            bar.set(hatch=HATCHES[name], edgecolor=(1, 1, 1, 0.6), linewidth=0)
        numbers = zip(counts[name], counts[name] / counts.sum(axis=1), strict=True)
        axes.bar_label(drawn, [f"{n:,}\n({share:.1%})" for n, share in numbers], padding=2)
    share = (review_sizes["sentiment"] == "positive").mean()
    axes.set_title(f"Reviews of each class by split: {share:.1%} are positive", loc="left")
    axes.set(xlabel="", ylabel="reviews")
    axes.margins(y=0.18)  # room for the two lines above the highest bar
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    _add_legend(figure, axes)
    return figure


def draw_lengths(review_sizes: pd.DataFrame) -> Figure:
    """Two histograms, of words and of characters, each with an outline a class.

    Args:
        review_sizes: `sentiment`, `words` and `characters`, one row a review.
    """
    figure, panels = new_figure(10, 4.2, ncols=2)
    for axes, unit in zip(panels, ("words", "characters"), strict=True):
        # A review such as "10/10" has no word, and a logarithmic axis no place for 0.
        _draw_length(axes, review_sizes[unit].clip(lower=1), review_sizes["sentiment"], unit)
    figure.suptitle("Length of the reviews, class by class", x=0.01, ha="left")
    _add_legend(figure, panels[0])
    return figure


def _draw_length(axes: Any, sizes: pd.Series, sentiments: pd.Series, unit: str) -> None:
    skewness: Any = sizes.skew()
    skewed = skewness > SKEWED
    edges = bin_edges(sizes.to_numpy(), logarithmic=skewed)
    for name in SENTIMENTS:
        counts, _ = np.histogram(sizes[sentiments == name], edges)
        style = {"color": SENTIMENT_COLOURS[name], "linestyle": LINE_STYLES[name]}
        axes.stairs(counts / max(counts.sum(), 1), edges, linewidth=1.8, label=name, **style)
    median, high = sizes.median(), sizes.quantile(0.95, interpolation="higher")
    for x in (median, high):
        axes.axvline(x, color=NEUTRAL_COLOUR, linewidth=1, linestyle=":")
    title = f"dotted: median {median:,.0f}, 95th percentile {high:,.0f} {unit}"
    axes.set_title(title, loc="left", fontsize=10)
    if skewed:
        axes.set_xscale("log", subs=[])  # no ticks between those of the locator
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 3)))
    else:
        at_whole_numbers(axes.xaxis)
    scale = " (logarithmic scale)" if skewed else ""
    axes.set(xlabel=f"{unit} in a review{scale}", ylabel="share of the class's reviews")
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    as_percentages(axes.yaxis)


def bin_edges(sizes: np.ndarray, *, logarithmic: bool) -> np.ndarray:
    """At most `MAX_BINS` + 1 edges halfway between whole numbers, so that no size falls on an edge.

    Args:
        sizes: whole numbers from 1.
        logarithmic: bins of equal ratio instead of equal width.
    """
    low, high = sizes.min() - 0.5, sizes.max() + 0.5
    if logarithmic:
        return np.unique(np.floor(np.geomspace(low, high, MAX_BINS + 1)) + 0.5)
    width = np.ceil((high - low) / MAX_BINS)
    return np.arange(low, high + width, width)


def draw_frequent_words(rates: pd.DataFrame) -> Figure:
    """A row a word with two marks, how often each class uses it, and a line for the difference.

    Args:
        rates: occurrences in 1,000 words, one row a word, columns `negative` and `positive`.
    """
    rows = np.arange(len(rates))
    figure, axes = new_figure(7, 1.6 + 0.24 * len(rates))
    axes.hlines(rows, rates.min(axis=1), rates.max(axis=1), color=NEUTRAL_COLOUR, linewidth=1.2)
    for name in SENTIMENTS:
        style = {"color": SENTIMENT_COLOURS[name], "marker": MARKERS[name], "markersize": 9}
        axes.plot(rates[name], rows, linestyle="", label=name, **style)
    axes.set_yticks(rows, rates.index)
    axes.invert_yaxis()
    axes.set_xlim(left=0)
    axes.grid(axis="x", alpha=0.3)
    axes.set_xlabel("occurrences in 1,000 words of the class's training reviews")
    axes.set_title("The most frequent words, stop words left out", loc="left")
    _add_legend(figure, axes)
    return figure


def draw_telling_words(negative: pd.Series, positive: pd.Series) -> Figure:
    """Two panels of bars on one scale: the words that negative, and that positive reviews prefer.

    Args:
        negative: z-scores without their sign, most telling first, indexed by word.
        positive: the same for positive reviews.
    """
    rows = max(len(negative), len(positive), 1)
    figure, panels = new_figure(8, 1.6 + 0.24 * rows, ncols=2, sharex=True)
    for axes, name, scores in zip(panels, SENTIMENTS, (negative, positive), strict=True):
        axes.barh(scores.index, scores, color=SENTIMENT_COLOURS[name], height=0.7)
        axes.set_title(f"more in {name} reviews", loc="left", fontsize=10)
        axes.set_ylim(rows - 0.4, -0.6)  # best on top, and rows of the same height in both panels
        axes.tick_params(axis="y", length=0)
    figure.suptitle("Words that tell the classes apart in the training reviews", x=0.01, ha="left")
    figure.supxlabel("z-score: log-odds ratio in standard errors", fontsize=10)
    return figure


def _add_legend(figure: Figure, axes: Any) -> None:
    handles = axes.get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=2, frameon=False)

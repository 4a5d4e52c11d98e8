"""How long the reviews are to a tokenizer, and how much of them is read."""

from __future__ import annotations

import math

import numpy as np
import seaborn as sns
from matplotlib.figure import Figure

from review_sentiment.figures import NEUTRAL_COLOUR, SENTIMENT_COLOURS, at_whole_numbers, new_figure

MOST_BARS = 60


def plot_token_lengths(lengths: np.ndarray, max_tokens: int) -> Figure:
    """A histogram of the reviews' lengths in tokens, with the limit drawn in."""
    figure, axes = new_figure(7, 4)
    # whole numbers of tokens in each bar, or rounding would draw peaks that are not there
    width = math.ceil((np.ptp(lengths) + 1) / MOST_BARS)
    edges = np.arange(lengths.min(), lengths.max() + width + 1, width) - 0.5
    sns.histplot(x=lengths, bins=edges, color=NEUTRAL_COLOUR, ax=axes)
    axes.axvline(max_tokens, color=SENTIMENT_COLOURS["negative"], linestyle="--")
    at_whole_numbers(axes.xaxis)
    # on the side where there is more room
    left, right = axes.get_xlim()
    beside, side = (-6, "right") if max_tokens > (left + right) / 2 else (6, "left")
    axes.annotate(
        f"limit: {max_tokens} tokens",
        (max_tokens, 0.97),
        xycoords=("data", "axes fraction"),
        xytext=(beside, 0),
        textcoords="offset points",
        ha=side,
        va="top",
        color=SENTIMENT_COLOURS["negative"],
    )
    cut = (lengths > max_tokens).mean()
    axes.set_title(f"{cut:.1%} of the {len(lengths):,} training reviews are cut", loc="left")
    axes.set(xlabel="tokens in a review", ylabel="reviews")
    return figure

"""How well the models do on kinds of reviews, in one picture."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from review_sentiment.figures import as_percentages, new_figure
from review_sentiment.pipelines.reporting.comparison.comparison_figures import model_looks

# distance of two models' marks, in units of the distance of two kinds of reviews
STEP = 0.22
TITLES = {
    "accuracy_by_length": "length in tokens,\nas each model counts them",
    "accuracy_by_negation": "a negation word",
    "accuracy_by_rating": "rating, rounded",
}


def plot_slices(slices: dict[str, dict[str, pd.DataFrame]]) -> Figure:
    """A panel for each way to sort the reviews: each model's accuracy with its 95 % interval.

    Args:
        slices: the models' tables by the name of the dataset (`accuracy_by_length`, `accuracy_by_negation`,
            `accuracy_by_rating`); one without rows has no panel.
    """
    panels = {name: _label(name, tables) for name, tables in slices.items()}
    panels = {name: rows for name, rows in panels.items() if len(rows)}
    widths = [rows["kind"].nunique() + 0.6 for rows in panels.values()]
    looks = model_looks(next(iter(slices.values())))
    figure, axes = new_figure(
        1.5 + 0.72 * max(sum(widths), 6),
        4.4,
        ncols=len(panels),
        sharey=True,
        squeeze=False,
        width_ratios=widths,
    )
    for axis, (name, rows) in zip(axes[0], panels.items(), strict=True):
        _draw_panel(axis, rows, looks)
        axis.set_xlabel(TITLES[name])
    axes[0, 0].set_ylabel("accuracy, 95 % interval (Wilson)")
    as_percentages(axes[0, 0].yaxis)
    handles = axes[0, 0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=len(looks), frameon=False)
    figure.suptitle("Accuracy by kind of review (n: reviews of a kind)", x=0.01, ha="left")
    return figure


def _draw_panel(axes: Axes, rows: pd.DataFrame, looks: dict[str, Any]) -> None:
    kinds = rows.drop_duplicates("order").sort_values("order")
    places = dict(zip(kinds["order"], range(len(kinds)), strict=True))
    for place, (model, look) in enumerate(looks.items()):
        own = rows[rows["model"] == model]
        x = own["order"].map(places) + STEP * (place - (len(looks) - 1) / 2)
        ends = [own["accuracy"] - own["accuracy_low"], own["accuracy_high"] - own["accuracy"]]
        axes.errorbar(
            x,
            own["accuracy"],
            ends,
            fmt=look["marker"],
            color=look["color"],
            capsize=3,
            markersize=5,
            label=model,
        )
    axes.set_xticks(range(len(kinds)), [_tick(rows, order) for order in kinds["order"]])
    axes.set_xlim(-0.6, len(kinds) - 0.4)
    axes.grid(axis="y", alpha=0.3)


def _tick(rows: pd.DataFrame, order: float) -> str:
    """The kind, and how many reviews it has, unless that differs: each model counts its own tokens."""
    own = rows[rows["order"] == order]
    kind, counts = own["kind"].iloc[0], own["reviews"].unique()
    return f"{kind}\nn = {counts[0]:,}" if len(counts) == 1 and len(own) == rows["model"].nunique() else kind


def _label(name: str, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The models' tables in one, with the `model`, the `kind` in words and its place in the `order`."""
    rows = pd.concat([table.assign(model=model) for model, table in tables.items()], ignore_index=True)
    if name == "accuracy_by_length":
        return rows.assign(kind=rows.apply(_say_length, axis="columns"), order=rows["fewest_tokens"])
    kind = name.removeprefix("accuracy_by_")
    return rows.assign(kind=rows[kind].astype("str"), order=rows[kind])


def _say_length(row: pd.Series) -> str:
    last = pd.isna(row["most_tokens"])
    return f"{row['fewest_tokens']:.0f}" + (" or\nmore" if last else f"-{row['most_tokens']:.0f}")

"""The heads on a plane."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.cm import ScalarMappable
from matplotlib.colors import BoundaryNorm, LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from sklearn.manifold import MDS

from review_sentiment.figures import NEUTRAL_COLOUR, new_figure
from review_sentiment.pipelines.reporting.attention_measures.naming import NAMES

# of a head, by the first thing that it is named after
MARKERS = dict(zip([*NAMES.values(), "broad", "mixed"], "oshD<>*Px", strict=True))
# heads of these names are many: their markers say enough
UNLABELLED = ("first token", "broad", "mixed")


def place_heads(distances: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Places on a plane whose distances are as near to those between the heads as can be (metric MDS).

    Args:
        distances: a row for every two heads (see the node `measure_head_distances`).
        seed: of the places that the search starts from.

    Returns:
        `layer`, `head`, `x`, `y`.
    """
    ends = [distances[["layer", "head"]].to_numpy(), distances[["other_layer", "other_head"]].to_numpy()]
    heads, numbers = np.unique(np.concatenate(ends), axis=0, return_inverse=True)
    first, second = numbers.reshape(2, -1)
    square = np.zeros((len(heads), len(heads)))
    square[first, second] = square[second, first] = distances["distance"]
    mds = MDS(metric="precomputed", n_init=4, init="random", random_state=seed)
    x, y = mds.fit_transform(square).T
    return pd.DataFrame({"layer": heads[:, 0], "head": heads[:, 1], "x": x, "y": y})


def plot_head_map(places: pd.DataFrame, heads: pd.DataFrame) -> Figure:
    """Each head a marker, by its name, coloured by layer; those with a rare name have a label.

    Args:
        places: `layer`, `head`, `x`, `y`.
        heads: `layer`, `head`, `name`.
    """
    table = places.merge(heads[["layer", "head", "name"]], on=["layer", "head"])
    kinds = table["name"].str.split(",").str[0]
    layers = table["layer"].max() + 1
    # without viridis' lightest, which no page can show
    colours = LinearSegmentedColormap.from_list("layers", colormaps["viridis"](np.linspace(0.8, 0, 256)))
    norm = BoundaryNorm(np.arange(layers + 1) - 0.5, 256)
    figure, axes = new_figure(8, 6.5)
    for kind, marker in MARKERS.items():
        rows = table[kinds == kind]
        if len(rows):
            axes.scatter(rows["x"], rows["y"], c=rows["layer"], cmap=colours, norm=norm, marker=marker, s=55)
    for _, row in table[~kinds.isin(UNLABELLED)].iterrows():
        # on the side away from the crowd
        side, alignment = (-7, "right") if row["x"] < table["x"].median() else (7, "left")
        place = {"xytext": (side, 0), "textcoords": "offset points", "ha": alignment, "va": "center"}
        label = f"{row['layer']}-{row['head']}: {row['name']}".replace("; ", "\n")
        axes.annotate(label, (row["x"], row["y"]), fontsize="x-small", **place)
    axes.set_aspect("equal", adjustable="datalim")
    axes.margins(x=0.3, y=0.08)
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    axes.set_title(
        "heads that look at the same tokens are near each other, roughly (label: layer-head)", loc="left"
    )
    kind_handles = [
        Line2D([], [], linestyle="", marker=marker, color=NEUTRAL_COLOUR, label=kind)
        for kind, marker in MARKERS.items()
        if kind in set(kinds)
    ]
    figure.legend(handles=kind_handles, loc="outside lower left", ncols=4, frameon=False)
    bar = figure.colorbar(ScalarMappable(norm, colours), ax=axes, label="layer", shrink=0.7)
    bar.set_ticks(range(layers))
    return figure

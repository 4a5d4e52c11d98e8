import itertools

import pandas as pd
import pytest

from review_sentiment.pipelines.reporting.faithfulness.faithfulness import EXPLANATIONS
from review_sentiment.pipelines.reporting.faithfulness.figures import plot_faithfulness, plot_head_ablation
from review_sentiment.pipelines.reporting.faithfulness.methods import MEASURES, OPERATORS


def test_bars_are_what_an_explanation_gains_and_random_is_the_zero():
    rows = [
        (*explanation, operator, measure, 0.1 * number, 0.1 * number - 0.05, 0.1 * number + 0.02, 9)
        for number, explanation in enumerate(EXPLANATIONS)
        for operator, measure in itertools.product(OPERATORS, MEASURES)
    ]
    names = ["network", "method", "operator", "measure", "difference", "difference_low", "difference_high"]
    figure = plot_faithfulness(pd.DataFrame(rows, columns=[*names, "reviews"]))
    panels = figure.axes
    assert [axes.get_title(loc="left").split()[0] for axes in panels] == [
        *MEASURES[:1] * 2,
        *MEASURES[1:] * 2,
    ]
    labels = [label.get_text() for label in panels[0].get_yticklabels()]
    assert "random ranking" not in labels
    assert labels[0] == "control: attention rollout"
    top = {axes.get_title(loc="left"): axes.patches[-2].get_width() for axes in panels}
    # the second explanation differs from random by 0.1: good for comprehensiveness, bad for sufficiency
    assert [round(width, 6) for width in top.values()] == [0.1, 0.1, -0.1, -0.1]


def test_the_map_has_a_cell_a_head_and_a_dot_where_the_interval_leaves_out_0():
    table = pd.DataFrame(
        {
            "layer": [0, 0, 1, 1],
            "head": [0, 1, 0, 1],
            "log_loss_gained": [0.1, -0.2, 0.3, 0],
            "log_loss_gained_low": [-0.1, -0.3, 0.1, -1],
            "log_loss_gained_high": [0.3, -0.1, 0.5, 1],
            "reviews": 5,
        }
    )
    axes = plot_head_ablation(table).axes[0]
    mesh = axes.collections[0]
    assert mesh.get_array().ravel().tolist() == [0.1, -0.2, 0.3, 0]
    assert mesh.get_clim() == pytest.approx((-0.3, 0.3))
    assert axes.lines[0].get_xydata().tolist() == [[1.5, 0.5], [0.5, 1.5]]
    assert axes.yaxis_inverted()


def test_heads_that_change_nothing_can_be_drawn():
    table = pd.DataFrame({"layer": [0], "head": [0], "reviews": 5, "log_loss_gained": 0.0})
    table = table.assign(log_loss_gained_low=0.0, log_loss_gained_high=0.0)
    assert plot_head_ablation(table).axes[0].collections[0].get_clim() == (-1, 1)

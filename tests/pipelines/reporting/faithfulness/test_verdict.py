import itertools

import numpy as np
import pandas as pd
import pytest

from review_sentiment.pipelines.reporting.faithfulness.faithfulness import EXPLANATIONS
from review_sentiment.pipelines.reporting.faithfulness.gains import orient
from review_sentiment.pipelines.reporting.faithfulness.methods import (
    ATTENTION_METHODS,
    MEASURES,
    OPERATORS,
)
from review_sentiment.pipelines.reporting.faithfulness.verdict import (
    judge_faithfulness,
    judge_heads,
    judge_method,
)

SIGNS = {"comprehensiveness": 1, "sufficiency": -1}


def make_faithfulness(**gains):
    """A table in which each method is so much better than random, give or take so much: 0 and 0.1.

    The random weights' attention is not: `gains` are of the trained network.
    """
    rows = []
    for (network, method), operator, measure in itertools.product(EXPLANATIONS, OPERATORS, MEASURES):
        gain, doubt = gains.get(method, (0, 0.1)) if network == "trained" else (0, 0.1)
        difference = SIGNS[measure] * gain
        lead = gain - max(gains.get(attention, (0, 0))[0] for attention in ATTENTION_METHODS)
        numbers = (difference, difference - doubt, difference + doubt, lead - doubt, lead + doubt)
        rows.append((network, method, operator, measure, *numbers, 7))
    names = ["network", "method", "operator", "measure", "difference", "difference_low", "difference_high"]
    return pd.DataFrame(rows, columns=[*names, "lead_low", "lead_high", "reviews"])


def make_heads(lost, gained, doubt=0.1):
    gained = np.array(gained)
    return pd.DataFrame(
        {
            "layer": [0, 0, 1, 1],
            "head": [0, 1, 0, 1],
            "accuracy_lost": lost,
            "log_loss_gained": gained,
            "log_loss_gained_low": gained - doubt,
            "log_loss_gained_high": gained + doubt,
            "reviews": 50,
        }
    )


def test_less_is_better_of_sufficiency():
    table = pd.DataFrame(
        {
            "measure": ["comprehensiveness", "sufficiency"],
            "difference": [0.2, -0.2],
            "difference_low": [0.1, -0.4],
            "difference_high": [0.4, -0.1],
        }
    )
    gains = orient(table)[["gain", "gain_low", "gain_high"]]
    assert gains.to_numpy().tolist() == [[0.2, 0.1, 0.4], [0.2, 0.1, 0.4]]


def test_attention_that_is_no_better_than_random_is_said_to_be_none():
    sentences, counts = judge_faithfulness(make_faithfulness(leave_one_out=(0.3, 0.1)))
    assert "attention, last layer, in 0; attention, all layers, in 0; attention rollout, in 0" in sentences[0]
    assert "attention is not told from chance" in " ".join(sentences)
    assert counts["better_than_random"]["leave_one_out"] == 4
    assert counts["better_than_random"]["rollout"] == 0


def test_attention_that_beats_random_is_counted_and_no_more_is_said():
    sentences, _ = judge_faithfulness(make_faithfulness(rollout=(0.2, 0.1)))
    assert "attention rollout, in 4;" in sentences[0]
    assert sentences[1].startswith("So it is in 4 of 16 comparisons that attention finds more")
    assert "not told from chance" not in " ".join(sentences)


def test_attention_that_is_worse_than_random_is_told_of():
    sentences, _ = judge_faithfulness(make_faithfulness(rollout=(-0.2, 0.1)))
    assert "In 4 of these 16 comparisons attention is worse than random." in sentences


@pytest.mark.parametrize(
    ("attention", "integrated", "said"),
    [
        (0.1, (0.3, 0.1), "in 4 of 4 measurements, and worse than one of them in 0"),
        (0.3, (0.1, 0.1), "in 0 of 4 measurements, and worse than one of them in 4"),
        (0.3, (0.2, 0.2), "in 0 of 4 measurements, and worse than one of them in 0"),
    ],
)
def test_explanations_are_ordered_where_the_interval_of_their_difference_leaves_out_0(
    attention, integrated, said
):
    table = make_faithfulness(attention_mean=(attention, 0.5), integrated_gradients=integrated)
    [sentence] = [line for line in judge_faithfulness(table)[0] if "by integrated gradients" in line]
    assert said in sentence


def test_the_control_is_counted_by_itself():
    sentences, _ = judge_faithfulness(make_faithfulness(rollout=(0.2, 0.1)))
    assert "a network with random weights" in sentences[-1]
    assert sentences[-1].endswith("better than a random ranking in 0 of 8 measurements.")


def test_what_the_method_itself_is_worth_is_said():
    attributions = pd.DataFrame(
        # 1 % and 5 % are one token of 20 (5 % is 1), and one and two of 40
        {"random": [np.arange(20), np.arange(40)], "completeness_delta": [0.02, 0.04]}
    )
    correlations = pd.DataFrame(
        {
            "method": ["rollout", "rollout_strongest"],
            "reference": "r",
            "mean": 0.25,
            "sd": 0.2,
            "published": [np.nan, 0.13],
        }
    )
    sentences, counts = judge_method(attributions, correlations, [0.5, 0.05, 0.01])
    assert counts == {"completeness_delta": pytest.approx(0.03), "reviews": 2}
    assert "by 0.030 on average" in sentences[0]
    assert "in 1 of 2 reviews 1 % and 5 % are equally many tokens" in sentences[1]
    assert (
        "of the strongest attention to a token by rollout with the size of the input's gradient is 0.25"
        in sentences[2]
    )
    assert len(sentences) == 3


# accuracy may fall by 0.02: heads 0, 1 and 2 do with it
def test_heads_are_counted_by_what_they_cost():
    heads = make_heads([0, 0.02, -0.02, 0.04], gained=[0, 0.05, -0.3, 0.2])
    sentences, counts = judge_heads(heads)
    assert counts == {
        "heads": 4,
        "heads_within_tolerance": 3,
        "heads_that_cost_log_loss": 1,
    }
    assert (
        "without 1 of 4 heads (layer-head 1-1) and falls without 1 (layer-head 1-0); by chance"
        in sentences[1]
    )
    assert sentences[2:4] == [
        "It grows most without head 1 of layer 1 (by +0.200, 95 %: +0.100 to +0.300).",
        "It falls most without head 0 of layer 1 (by -0.300, 95 %: -0.400 to -0.200).",
    ]

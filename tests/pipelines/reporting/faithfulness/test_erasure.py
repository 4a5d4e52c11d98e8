import numpy as np
import pandas as pd
import pytest

from review_sentiment.pipelines.reporting.faithfulness.erasure import erase, measure_erasure, top_tokens

MASK = 50
# A classifier whose probability of positive is the sum of what each token brings: the rest brings nothing.
WORTH = {1: 0.4, 2: 0.3, 3: 0.2, 4: 0.1}
REVIEW = np.array([8, 1, 2, 3, 4, 9])


def predict(reviews):
    return np.array([sum(WORTH.get(token, 0) for token in ids.tolist()) for ids in reviews])


def one_review(scores, predicted=1):
    return pd.DataFrame({"input_ids": [REVIEW], "predicted": predicted, "score": [np.array(scores)]})


def measure(attributions, shares):
    """{(operator, measure): value} of the one review and the one method."""
    values = measure_erasure(attributions, ["score"], shares, MASK, predict)
    assert values.shape == (1, 1, 2, 2)
    return values[0, 0].tolist()


@pytest.mark.parametrize(
    ("share", "count"),
    [(0.01, 1), (0.05, 1), (0.1, 1), (0.2, 2), (0.5, 4)],  # of 8: 0.08, 0.4, 0.8, 1.6, 4
)
def test_a_share_is_rounded_and_at_least_one_token(share, count):
    assert top_tokens(np.arange(8.0), share).tolist() == [False] * (8 - count) + [True] * count


def test_of_tokens_with_the_same_score_the_first_is_the_top():
    assert top_tokens(np.array([0.0, 1, 1, 1]), 0.5).tolist() == [False, True, True, False]


@pytest.mark.parametrize(
    ("operator", "left"), [("deletion", [8, 2, 3, 9]), ("masking", [8, MASK, 2, 3, MASK, 9])]
)
def test_tokens_are_cut_out_or_masked_and_the_special_ones_stay(operator, left):
    erased = np.array([True, False, False, True])
    assert erase(REVIEW, erased, operator, MASK).tolist() == left


# Shares of a quarter and a half: the top token, the top two. p(x) = 1.
# Without them 0.6 and 0.3 are left, of them alone 0.4 and 0.7:
# comprehensiveness (0.4 + 0.7) / 2, sufficiency (0.6 + 0.3) / 2, the same by both operators.
def test_measures_of_a_right_ranking_by_hand():
    assert measure(one_review([4, 3, 2, 1]), [0.25, 0.5]) == [pytest.approx([0.55, 0.45])] * 2


# The worst token first: without it 0.9 is left, without the two worst 0.7; of them alone 0.1 and 0.3.
def test_measures_of_a_ranking_that_is_upside_down_by_hand():
    assert measure(one_review([1, 2, 3, 4]), [0.25, 0.5]) == [pytest.approx([0.2, 0.8])] * 2


# p(negative) = 1 - p(positive): what the tokens take from positive, they give to negative.
def test_the_class_is_the_one_that_was_predicted():
    assert measure(one_review([4, 3, 2, 1], predicted=0), [0.25, 0.5]) == [pytest.approx([-0.55, -0.45])] * 2


def test_the_same_input_is_asked_for_once():
    asked = []

    def remember(reviews):
        asked.extend(ids.tolist() for ids in reviews)
        return predict(reviews)

    twins = one_review([4, 3, 2, 1]).assign(twin=[np.array([9, 1, 1, 1])])
    measure_erasure(twins, ["score", "twin"], [0.01, 0.25], MASK, remember)
    # the review; the top token away and alone, by two operators: the same for both shares and both methods
    assert len(asked) == 1 + 4
    assert len({tuple(ids) for ids in asked}) == len(asked)

import numpy as np
import pandas as pd
import pytest

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.reporting.comparison.nodes import compare_pairs
from review_sentiment.pipelines.reporting.comparison.pairs import adjust_holm, compare_pair
from review_sentiment.pipelines.reporting.comparison.params import DifferenceParams

DIFFERENCES = DifferenceParams(resamples=500)


def predict(right):
    """Predictions of negative reviews that are right where `right` says so."""
    wrong = 1 - np.array(right)
    ids = [f"r{number}" for number in range(len(right))]
    return pd.DataFrame({"review_id": ids, "label": 0, "prediction": wrong})


def test_accuracies_difference_and_discordant_reviews_are_those_counted_by_hand():
    found = compare_pair(np.array([1, 1, 1, 0, 0], bool), np.array([1, 0, 1, 1, 1], bool), 100, 0)
    assert (found["first_accuracy"], found["second_accuracy"]) == (3 / 5, 4 / 5)
    assert found["difference"] == pytest.approx(1 / 5)
    assert (found["only_first_right"], found["only_second_right"]) == (1, 2)


def test_the_p_value_is_mcnemars_exact_one():
    # 6 reviews the second alone is right about, none the first: two tails of 6 heads in a row, 2 / 2 ** 6
    first, second = np.array([0] * 6 + [1] * 4, bool), np.ones(10, bool)
    assert compare_pair(first, second, 100, 0)["p_mcnemar"] == pytest.approx(2 / 2**6)
    # 1 and 5: (1 + 6) tosses of 2 ** 6 at least as one-sided, in two tails
    first = np.array([0] * 5 + [1] * 5, bool)
    second = np.array([1] * 9 + [0], bool)
    assert compare_pair(first, second, 100, 0)["p_mcnemar"] == pytest.approx(2 * (1 + 6) / 2**6)


def test_models_that_are_right_about_the_same_reviews_do_not_differ_at_all():
    same = np.array([1, 0, 1, 1], bool)
    found = compare_pair(same, same, 100, 0)
    assert (found["difference_low"], found["difference"], found["difference_high"]) == (0, 0, 0)
    assert found["p_mcnemar"] == 1


def test_the_interval_keeps_the_pairs_together():
    # Of 400 reviews the second is right about 10 % more, and never alone wrong: so the difference is a mean
    # of 0s and 1s, its standard error sqrt(0.1 * 0.9 / 400) = 0.015, its interval 0.1 -+ 0.0294. Unpaired,
    # with both accuracies near a half, the standard error would be 0.035.
    first = np.arange(400) % 10 < 5
    second = np.arange(400) % 10 < 6
    found = compare_pair(first, second, 2_000, 0)
    assert found["difference_low"] == pytest.approx(0.1 - 0.0294, abs=0.004)
    assert found["difference_high"] == pytest.approx(0.1 + 0.0294, abs=0.004)


def test_the_same_seed_gives_the_same_interval_and_another_one_another():
    draw = np.random.default_rng(0)
    first, second = draw.random(300) < 0.7, draw.random(300) < 0.75
    one, again, other = (compare_pair(first, second, 200, seed) for seed in (0, 0, 1))
    assert one == again
    assert one != other


# sorted: 0.01 * 3, then 0.03 * 2, then 0.04 * 1, which may not fall below the 0.06 before it
@pytest.mark.parametrize(
    ("p_values", "adjusted"),
    [
        ([0.01, 0.04, 0.03], [0.03, 0.06, 0.06]),
        ([0.02], [0.02]),
        ([0.9, 0.6], [1, 1]),
        ([0.04, 0.04], [0.08, 0.08]),
    ],
)
def test_holms_correction_by_hand(p_values, adjusted):
    assert adjust_holm(np.array(p_values)).tolist() == pytest.approx(adjusted)


def test_there_is_a_row_a_pair_and_a_verdict_in_words():
    models = {
        "base": predict([0] * 20 + [1] * 20),
        "one": predict([1] * 40),
        "two": predict([1] * 39 + [0]),
    }
    table = compare_pairs(DIFFERENCES, 0, **models)
    assert table[["first", "second"]].to_numpy().tolist() == [
        ["base", "one"],
        ["base", "two"],
        ["one", "two"],
    ]
    better, _, undecided = table["verdict"]
    assert better.startswith(
        "one as trained here is better than base: 100.0 % against 50.0 % of 40 reviews are classified "
        "correctly, a difference of +50.0 points (95 % interval of this pair alone +"
    )
    assert better.endswith("exact McNemar test, corrected after Holm: p < 0.001).")
    assert undecided.startswith(
        "two and one are not to be told apart at this sample size: 97.5 % against 100.0 %"
    )
    assert undecided.endswith("p = 1.000).")
    turned = compare_pairs(DIFFERENCES, 0, one=models["one"], base=models["base"])
    assert turned["verdict"][0].startswith("base as trained here is worse than one: 50.0 % against 100.0 %")


def test_the_correction_decides_and_not_the_bare_p_value():
    # 6 discordant reviews of 30 for each of two pairs: p = 2 / 2 ** 6 = 0.031, twice that after Holm
    base = predict([0] * 6 + [1] * 24)
    table = compare_pairs(DIFFERENCES, 0, base=base, one=predict([1] * 30), two=predict([1] * 30))
    assert table["p_mcnemar"].tolist() == pytest.approx([2 / 2**6, 2 / 2**6, 1])
    assert table["p_holm"].tolist() == pytest.approx([6 / 2**6, 6 / 2**6, 1])
    assert table["verdict"].str.contains("not to be told apart at this sample size").all()


def test_the_order_of_a_model_s_reviews_does_not_matter():
    first, second = predict([1, 0, 1, 0]), predict([1, 1, 0, 1])
    shuffled = second.iloc[[2, 0, 3, 1]]
    pd.testing.assert_frame_equal(
        compare_pairs(DIFFERENCES, 0, one=first, two=second),
        compare_pairs(DIFFERENCES, 0, one=first, two=shuffled),
    )


def test_models_of_different_reviews_are_refused():
    with pytest.raises(ReviewSentimentError, match="predictions of one and two are not of the same reviews"):
        compare_pairs(DIFFERENCES, 0, one=predict([1, 0, 1]), two=predict([1, 0]))

import numpy as np
import pytest

from review_sentiment.pipelines.reporting.intervals import bootstrap_interval, mean_and_interval


def test_reviews_that_agree_leave_no_doubt():
    np.testing.assert_allclose(mean_and_interval(np.full((5, 2), 0.3)), 0.3)
    assert bootstrap_interval(np.full(5, 0.3), seed=0, resamples=100) == pytest.approx((0.3, 0.3))


# Two reviews, 0 and 1: a quarter of the resamples has a mean of 0, a quarter one of 1, so both ends are met.
def test_the_bootstrap_of_two_reviews_by_hand():
    assert bootstrap_interval(np.array([0.0, 1.0]), seed=0, resamples=2000) == (0, 1)


# Mean 3, standard deviation 2, so a standard error of 1; of t with three degrees of freedom the table gives
# 3.182.
def test_students_interval_of_four_reviews_by_hand():
    values = 3 + np.array([-1, -1, 1, 1]) * np.sqrt(3)
    assert mean_and_interval(values) == pytest.approx((3, 3 - 3.182, 3 + 3.182), abs=5e-4)


def test_every_cell_has_its_own_interval():
    values = np.random.default_rng(0).normal(size=(4, 2, 3))
    alone = mean_and_interval(values[:, 1, 2])
    np.testing.assert_allclose([end[1, 2] for end in mean_and_interval(values)], alone)

import numpy as np

from review_sentiment.pipelines.reporting.intervals import mean_and_interval


def test_reviews_that_agree_leave_no_doubt():
    mean, low, high = mean_and_interval(np.full((5, 2), 0.3), seed=0)
    np.testing.assert_allclose([mean, low, high], 0.3)


# Two reviews, 0 and 1: a quarter of the resamples has a mean of 0, a quarter one of 1, so both ends are met.
def test_the_interval_of_two_reviews_by_hand():
    mean, low, high = mean_and_interval(np.array([[0.0], [1.0]]), seed=0)
    assert [mean.item(), low.item(), high.item()] == [0.5, 0, 1]


def test_every_cell_has_its_own_interval():
    values = np.arange(24.0).reshape(4, 2, 3)
    mean, low, high = mean_and_interval(values, seed=0)
    assert mean.shape == low.shape == high.shape == (2, 3)
    np.testing.assert_array_equal(mean, values.mean(0))
    # cells differ by a constant, and the resamples are the same
    np.testing.assert_allclose(low - low[0, 0], mean - mean[0, 0])

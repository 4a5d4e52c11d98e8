import numpy as np
import torch

from review_sentiment.pipelines.modelling.batches import LengthGroupedBatches


def test_every_review_is_in_exactly_one_batch():
    batches = list(LengthGroupedBatches(np.arange(1, 24), batch_size=5))
    assert sorted(index for batch in batches for index in batch) == list(range(23))
    assert len(batches) == len(LengthGroupedBatches(np.arange(1, 24), batch_size=5)) == 5


def test_reviews_of_one_batch_have_about_the_same_length():
    lengths = np.array([9, 1, 8, 2, 9, 1, 8, 2])
    for batch in LengthGroupedBatches(lengths, batch_size=2):
        assert np.ptp(lengths[batch]) == 0


def test_the_order_changes_each_epoch_and_follows_the_seed():
    def epochs():
        torch.manual_seed(3)
        sampler = LengthGroupedBatches(np.arange(40), batch_size=4)
        return list(sampler), list(sampler)

    first, second = epochs()
    assert first != second
    assert epochs() == (first, second)

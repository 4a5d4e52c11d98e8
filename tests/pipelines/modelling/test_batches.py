import numpy as np
import pytest
import torch

from review_sentiment.pipelines.modelling.batches import TokenBudgetBatches


@pytest.mark.parametrize("shuffle", [True, False])
def test_every_review_is_in_exactly_one_batch(shuffle):
    batches = TokenBudgetBatches(np.arange(1, 24), batch_size=5, shuffle=shuffle, passes=2)
    first, second = batches.ends
    for one in (list(batches)[:first], list(batches)[first:second]):
        assert sorted(index for batch in one for index in batch) == list(range(23))


def test_batches_are_as_full_as_the_average_one_of_that_size():
    # six reviews are 8 wide, three 16 and one 24, 12 in the mean, two reviews a batch: 24 tokens fit, which
    # is one review of 24 or of 16, or three of 8
    lengths = np.array([2, 8, 15, 9, 8, 2, 15, 2, 21, 8])
    batches = list(TokenBudgetBatches(lengths, batch_size=2, shuffle=False))
    assert [lengths[batch].tolist() for batch in batches] == [[21], [15], [15], [9], [8, 8, 8], [2, 2, 2]]


def test_batches_of_one_width_are_of_one_size():
    lengths = np.repeat(np.arange(17, 25), 6)
    shapes = TokenBudgetBatches(lengths, batch_size=4, shuffle=True).shapes
    assert shapes == {(4, 24)}


def test_batches_that_are_left_out_count_in_the_length():
    batches = TokenBudgetBatches(np.arange(1, 60), batch_size=4, shuffle=True, passes=3)
    whole = list(batches)
    assert len(batches) == len(whole) == batches.ends[-1]
    batches.start = 7
    assert list(batches) == whole[7:]
    assert len(batches) == len(whole)


def test_each_batch_has_a_shape():
    lengths = np.array([2, 8, 15, 9, 8, 2, 15, 2, 21, 8])
    shapes = {(1, 24), (1, 16), (3, 8)}
    assert TokenBudgetBatches(lengths, batch_size=2, shuffle=False).shapes == shapes


def test_reviews_of_one_batch_have_about_the_same_length():
    lengths = np.array([9, 1, 9, 1, 9, 1, 9, 1])
    for batch in TokenBudgetBatches(lengths, batch_size=2, shuffle=True):
        assert np.ptp(lengths[batch]) == 0


def test_the_order_changes_each_epoch_and_follows_the_seed():
    def epochs():
        torch.manual_seed(3)
        batches = TokenBudgetBatches(np.arange(1, 41), batch_size=4, shuffle=True, passes=2)
        return list(batches)[: batches.ends[0]], list(batches)[batches.ends[0] :]

    first, second = epochs()
    assert first != second
    assert epochs() == (first, second)


def test_without_shuffling_the_longest_come_first():
    lengths = np.array([3, 9, 5])
    assert list(TokenBudgetBatches(lengths, batch_size=1, shuffle=False)) == [[1], [2], [0]]

import numpy as np
import pytest
import torch

from review_sentiment.pipelines.pretraining.masked_batches import (
    PassBatches,
    load_held_out_batches,
    load_training_batches,
    pad_batch,
)


def test_a_batch_counts_positions_through_its_rows():
    short = (torch.tensor([0, 2, 1]), torch.tensor([0, 7, 1]), torch.tensor([1]))
    long = (torch.tensor([0, 8, 2, 9, 1]), torch.tensor([0, 8, 6, 9, 1]), torch.tensor([2, 3]))
    batch = pad_batch([short, long], pad_id=4)
    assert batch["input_ids"].tolist() == [[0, 2, 1, 4, 4, 4, 4, 4], [0, 8, 2, 9, 1, 4, 4, 4]]
    assert batch["attention_mask"].sum(dim=1).tolist() == [3, 5]
    assert batch["positions"].tolist() == [1, 10, 11]
    assert batch["labels"].tolist() == [7, 6, 9]


def test_every_pass_has_every_sequence_once_in_another_order():
    batches = list(PassBatches(np.arange(19), 2, epochs=3, seed=0))
    assert len(batches) == len(PassBatches(np.arange(19), 2, epochs=3, seed=0)) == 30
    passes = [[place for batch in batches[10 * p : 10 * p + 10] for place in batch] for p in range(3)]
    for number, places in enumerate(passes):
        assert sorted(places) == [(number, index) for index in range(19)]
    orders = {tuple(index for _, index in places) for places in passes}
    assert len(orders) == 3


def test_the_batch_that_takes_most_memory_may_have_the_longest_sequence():
    assert PassBatches(np.array([9, 5, 7]), 2, epochs=1, seed=0).shapes == {(2, 9)}
    assert PassBatches(np.array([9, 5, 7]), 4, epochs=1, seed=0).shapes == {(3, 9)}


def test_sequences_of_about_the_same_length_go_together():
    batches = PassBatches(np.arange(100), 10, epochs=1, seed=0)
    assert all(np.ptp([index for _, index in batch]) == 9 for batch in batches)


@pytest.mark.parametrize("start", [0, 1, 4, 6, 11])
def test_batches_that_were_done_are_skipped_and_counted(start):
    lengths = np.array([9, 5, 7, 3, 8, 4, 6])
    everything = list(PassBatches(lengths, 2, epochs=3, seed=0))
    rest = PassBatches(lengths, 2, epochs=3, seed=0)
    rest.start = start
    assert list(rest) == everything[start:]
    assert len(rest) == 12


def test_held_out_sequences_come_the_longest_first_and_training_ones_in_all_passes(make_masked):
    held_out = list(load_held_out_batches(make_masked("static"), 2))
    assert [batch["attention_mask"].sum(dim=1).tolist() for batch in held_out] == [[42, 22], [12]]
    train = list(load_training_batches(make_masked("dynamic"), 2, epochs=2))
    assert len(train) == 4
    assert sum(len(batch["labels"]) for batch in train) == 2 * (3 + 2 + 6)


def test_measuring_draws_nothing_from_torch_s_global_generator(make_masked):
    before = torch.get_rng_state()
    list(load_held_out_batches(make_masked("static"), 2))
    assert torch.equal(torch.get_rng_state(), before)

import numpy as np
import pytest
import torch

from review_sentiment.pipelines.pretraining.masked_batches import (
    PassBatches,
    load_held_out_batches,
    load_training_batches,
    pad_batch,
)
from review_sentiment.pipelines.pretraining.masked_sequences import MaskedSequences
from review_sentiment.pipelines.pretraining.masking import MaskingVocabulary
from review_sentiment.pipelines.pretraining.packing import PackedSequences

VOCABULARY = MaskingVocabulary(2, 4, torch.tensor([0, 1, 2, 4]), torch.arange(5, 100))
# sequences of 22, 12 and 42 tokens, the words counted up from 5
SEQUENCES = PackedSequences(
    np.array([0, *range(5, 25), 1, 0, *range(5, 15), 1, 0, *range(5, 45), 1], dtype=np.int32),
    np.array([22, 34, 76]),
)


def make_masked(masking):
    return MaskedSequences(SEQUENCES, VOCABULARY, masking=masking, fraction=0.15, seed=3)


def equal(one, other):
    return all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


def test_static_masks_are_the_same_in_every_pass_and_dynamic_ones_are_not():
    static, dynamic = make_masked("static"), make_masked("dynamic")
    assert equal(static[0, 2], static[5, 2])
    assert not equal(dynamic[0, 2], dynamic[5, 2])
    assert equal(dynamic[5, 2], make_masked("dynamic")[5, 2])


def test_a_sequence_is_known_with_the_tokens_to_guess():
    inputs, ids, positions = make_masked("static")[0, 1]
    assert ids.tolist() == [0, *range(5, 15), 1]
    assert len(inputs) == 12
    assert len(positions) == 2  # 0.15 * 10 = 1.5
    assert make_masked("static").guessed.tolist() == [3, 2, 6]


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
    assert PassBatches(np.array([9, 5, 7]), 2, epochs=1, seed=0).largest == (2, 9)
    assert PassBatches(np.array([9, 5, 7]), 4, epochs=1, seed=0).largest == (3, 9)


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


def test_held_out_sequences_come_the_longest_first_and_training_ones_in_all_passes():
    held_out = list(load_held_out_batches(make_masked("static"), 2))
    assert [batch["attention_mask"].sum(dim=1).tolist() for batch in held_out] == [[42, 22], [12]]
    train = list(load_training_batches(make_masked("dynamic"), 2, epochs=2))
    assert len(train) == 4
    assert sum(len(batch["labels"]) for batch in train) == 2 * (3 + 2 + 6)


def test_measuring_draws_nothing_from_torch_s_global_generator():
    before = torch.get_rng_state()
    list(load_held_out_batches(make_masked("static"), 2))
    assert torch.equal(torch.get_rng_state(), before)


def test_a_sequence_that_is_not_there_is_refused():
    with pytest.raises(IndexError):
        make_masked("static")[0, 3]

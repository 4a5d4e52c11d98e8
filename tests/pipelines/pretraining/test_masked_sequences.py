import pytest
import torch


def equal(one, other):
    return all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


def test_static_masks_are_the_same_in_every_pass_and_dynamic_ones_are_not(make_masked):
    static, dynamic = make_masked("static"), make_masked("dynamic")
    assert equal(static[0, 2], static[5, 2])
    assert not equal(dynamic[0, 2], dynamic[5, 2])
    assert equal(dynamic[5, 2], make_masked("dynamic")[5, 2])


def test_a_sequence_is_known_with_the_tokens_to_guess(make_masked):
    inputs, ids, positions = make_masked("static")[0, 1]
    assert ids.tolist() == [0, *range(5, 15), 1]
    assert len(inputs) == 12
    assert len(positions) == 2  # 0.15 * 10 = 1.5
    assert make_masked("static").guessed.tolist() == [3, 2, 6]


def test_a_sequence_that_is_not_there_is_refused(make_masked):
    with pytest.raises(IndexError):
        make_masked("static")[0, 3]

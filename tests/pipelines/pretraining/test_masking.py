import numpy as np
import pytest
import torch

from review_sentiment.pipelines.pretraining.masking import (
    MaskingVocabulary,
    count_masked,
    mask_tokens,
    seed_generator,
)

# 0 and 1 open and close a sequence, 2 is the mask, 3 unknown, 4 pads, words are 5 to 99
VOCABULARY = MaskingVocabulary(2, 4, torch.tensor([0, 1, 2, 4]), torch.arange(5, 100))


def mask(ids, fraction=0.15, seed=0):
    return mask_tokens(torch.tensor(ids), VOCABULARY, fraction, seed_generator(seed))


def test_the_fraction_of_a_sequence_is_exact_and_at_least_one_token():
    assert count_masked(np.array([1, 3, 20, 100, 126]), 0.15).tolist() == [1, 1, 3, 15, 19]
    for words, guessed in ((1, 1), (20, 3), (100, 15)):
        inputs, positions = mask([0, *range(5, 5 + words), 1] if words < 95 else [0, *[5] * words, 1])
        assert len(positions) == guessed
        assert len(inputs) == words + 2


def test_only_tokens_to_guess_are_changed_and_never_special_ones():
    ids = [0, *range(5, 95), 1]
    inputs, positions = mask(ids, fraction=0.5)
    rest = np.setdiff1d(np.arange(92), positions)
    assert inputs[rest].tolist() == [ids[index] for index in rest]
    assert {0, 91} <= set(rest.tolist())
    assert positions.tolist() == sorted(set(positions.tolist()))


def test_of_the_tokens_to_guess_80_percent_are_masked_10_replaced_and_10_stay():
    # 10,000 draws: three standard deviations are 0.012 and 0.009
    inputs, positions = mask([0, *[3] * 10_000, 1], fraction=1.0)
    guessed = inputs[positions]
    assert len(positions) == 10_000
    assert (guessed == 2).float().mean().item() == pytest.approx(0.8, abs=0.012)
    assert (guessed == 3).float().mean().item() == pytest.approx(0.1, abs=0.009)
    drawn = guessed[(guessed != 2) & (guessed != 3)]
    assert len(drawn) / 10_000 == pytest.approx(0.1, abs=0.009)
    assert set(drawn.tolist()) == set(range(5, 100))  # every word, nothing special


def test_masks_follow_from_the_numbers_alone():
    ids = [0, *range(5, 95), 1]
    torch.manual_seed(1)
    first = mask(ids, seed=7)
    torch.manual_seed(2)
    again, other = mask(ids, seed=7), mask(ids, seed=8)
    assert all(torch.equal(a, b) for a, b in zip(first, again, strict=True))
    assert not torch.equal(first[1], other[1])


def test_the_order_of_the_numbers_counts():
    draws = {tuple(torch.rand(2, generator=seed_generator(*n)).tolist()) for n in ((1, 2), (2, 1), (1, 2, 3))}
    assert len(draws) == 3


@pytest.mark.parametrize("name", ["tiny_encoder", "tiny_roberta"])
def test_a_tokenizer_s_special_tokens_are_neither_masked_nor_drawn(name, request):
    tokenizer = request.getfixturevalue(name).tokenizer
    vocabulary = MaskingVocabulary.of(tokenizer)
    assert (vocabulary.mask_id, vocabulary.pad_id) == (tokenizer.mask_token_id, tokenizer.pad_token_id)
    assert len(vocabulary.ordinary) == len(tokenizer) - 5
    assert not set(vocabulary.ordinary.tolist()) & set(tokenizer.all_special_ids)
    assert tokenizer.unk_token_id not in vocabulary.never_masked.tolist()
    assert len(vocabulary.never_masked) == 4


def test_a_negative_seed_is_refused():
    with pytest.raises(ValueError, match="non-negative"):
        seed_generator(-1)

import numpy as np
import pytest

from review_sentiment.word_level import find_words, merge_into_words

TEXT = (
    "Don't miss this well-made, 90-minute film... it's  \"great\"! rock'n'roll cafe\u0301s \u2019tis 10/10 "
)
WORDS = [
    "Don't", "miss", "this", "well", "-", "made", ",", "90", "-", "minute", "film", "...", "it's",
    '"', "great", '"!', "rock'n'roll", "cafe\u0301s", "\u2019tis", "10", "/", "10",
]  # fmt: skip


@pytest.mark.parametrize("encoder", ["tiny_encoder", "tiny_roberta"])
def test_both_tokenizers_have_the_same_words(encoder, request):
    tokenizer = request.getfixturevalue(encoder).tokenizer
    encoded = tokenizer(TEXT, return_offsets_mapping=True)
    words, word_of_token = find_words(TEXT, encoded["offset_mapping"])
    assert words == ["[start]", *WORDS, "[end]"]
    assert len(word_of_token) == len(encoded["input_ids"])
    assert np.unique(word_of_token).tolist() == list(range(len(words)))
    assert (np.diff(word_of_token) >= 0).all()


def test_a_token_that_reaches_into_a_second_word_makes_them_one():
    # tokens: "a", "b!", "c"; a lone space before "c", and one at the end
    words, word_of_token = find_words("a b! c ", [(0, 0), (0, 1), (2, 4), (4, 5), (5, 6), (6, 7), (0, 0)])
    assert words == ["[start]", "a", "b!", "c", "[end]"]
    assert word_of_token.tolist() == [0, 1, 2, 3, 3, 3, 4]


def test_a_word_without_a_token_is_left_out():
    words, word_of_token = find_words("a b c", [(0, 0), (0, 1), (4, 5), (0, 0)])
    assert words == ["[start]", "a", "c", "[end]"]
    assert word_of_token.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(("text", "spans"), [("", [(0, 0)] * 2), ("  ", [(0, 0), (0, 2), (0, 0)])])
def test_a_text_without_words_has_the_two_special_ones(text, spans):
    words, word_of_token = find_words(text, spans)
    assert (words[0], words[-1]) == ("[start]", "[end]")
    assert word_of_token.tolist() == list(range(len(spans)))


def test_attention_to_a_word_is_summed_and_from_it_averaged():
    # tokens 1 and 2 are one word. Row of that word: mean of [.2, .3, .1, .4] and [.4, .1, .3, .2], that is
    # [.3, .2, .2, .3], its two middle columns added: [.3, .4, .3].
    weights = np.array([[0.7, 0.1, 0.1, 0.1], [0.2, 0.3, 0.1, 0.4], [0.4, 0.1, 0.3, 0.2], [0, 0.5, 0.5, 0]])
    merged = merge_into_words(np.stack([weights, weights]), np.array([0, 1, 1, 2]))
    np.testing.assert_allclose(merged[1], [[0.7, 0.2, 0.1], [0.3, 0.4, 0.3], [0, 1, 0]])
    np.testing.assert_allclose(merged.sum(axis=-1), 1)


def test_one_token_a_word_changes_nothing():
    weights = np.random.default_rng(0).dirichlet(np.ones(4), size=(2, 3, 4)).astype(np.float32)
    merged = merge_into_words(weights, np.arange(4))
    assert merged.dtype == np.float32
    np.testing.assert_array_equal(merged, weights)

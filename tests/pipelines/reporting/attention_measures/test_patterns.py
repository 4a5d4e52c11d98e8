import numpy as np
import pytest

from review_sentiment.pipelines.reporting.attention_measures.patterns import (
    PATTERNS,
    is_negation,
    make_patterns,
    normalise,
)
from review_sentiment.pipelines.reporting.negations import NEGATIONS
from review_sentiment.pipelines.reporting.reading import ReadReview, read_review


def make_review(*words, word_of_token=None):
    """A review of one token a word, special ones around them, unless it is said otherwise."""
    words = ("[start]", *words, "[end]")
    of = np.arange(len(words)) if word_of_token is None else np.array(word_of_token)
    return ReadReview(input_ids=of, positions=of, words=words, word_of_token=of)


def pattern_of(name, review, polarity_words=frozenset(), negations=NEGATIONS):
    return make_patterns(review, polarity_words, negations)[PATTERNS.index(name)]


def test_first_and_separator_are_looked_at_by_all():
    review = make_review("good")
    # three tokens, of each a third
    np.testing.assert_allclose(pattern_of("first", review), [[1 / 3, 0, 0]] * 3)
    np.testing.assert_allclose(pattern_of("separator", review), [[0, 0, 1 / 3]] * 3)


def test_neighbours_are_shifted_diagonals_and_the_ends_have_one_neighbour_less():
    review = make_review("good")
    np.testing.assert_allclose(pattern_of("self", review), np.eye(3) / 3)
    np.testing.assert_allclose(pattern_of("previous", review), [[0, 0, 0], [1 / 2, 0, 0], [0, 1 / 2, 0]])
    np.testing.assert_allclose(pattern_of("next", review), [[0, 1 / 2, 0], [0, 0, 1 / 2], [0, 0, 0]])


def test_punctuation_and_polarity_are_those_of_the_words():
    # tokens: start, do, n't, !?, GREAT, end
    review = make_review("don't", "!?", "GREAT", word_of_token=[0, 1, 1, 2, 3, 4])
    assert (pattern_of("punctuation", review) > 0).all(axis=0).tolist() == [False] * 3 + [True] + [False] * 2
    polar = pattern_of("polarity", review, frozenset({"great"}))
    assert (polar > 0).all(axis=0).tolist() == [False] * 4 + [True, False]
    assert polar.sum() == pytest.approx(1)


def test_inside_a_negation_are_the_three_words_after_it_without_punctuation():
    # tokens:            0     1      2         3      4    5      6    7     8      9
    review = make_review("is", "not", "really", "all", ",", "that", "bad", "film")
    pattern = pattern_of("negation", review)
    rows, columns = np.nonzero(pattern)
    assert rows.tolist() == [3, 4, 6]  # really, all, that
    assert columns.tolist() == [2, 2, 2]
    assert pattern[3, 2] == pytest.approx(1 / 3)


def test_all_tokens_of_a_negation_and_of_what_is_inside_it_count():
    review = make_review("don't", "watch", word_of_token=[0, 1, 1, 2, 2, 3])
    pattern = pattern_of("negation", review)
    assert np.argwhere(pattern).tolist() == [[3, 1], [3, 2], [4, 1], [4, 2]]
    assert pattern.max() == pytest.approx(1 / 2)


def test_what_negates_is_what_is_given():
    review = make_review("few", "good")
    assert np.isnan(pattern_of("negation", review)).all()
    assert np.argwhere(pattern_of("negation", review, negations={"few"})).tolist() == [[2, 1]]


def test_a_review_without_a_negation_has_missing_values():
    assert np.isnan(pattern_of("negation", make_review("good", "film"))).all()


@pytest.mark.parametrize("word", ["No", "NEVER", "isn't", "Isn\u2019t", "can't", "dont"])
def test_negations(word):
    assert is_negation(normalise(word), NEGATIONS)


def test_words_that_only_look_like_negations_are_none():
    assert not any(is_negation(word, NEGATIONS) for word in ("note", "know", "ant", "it's"))


@pytest.mark.parametrize("encoder", ["tiny_encoder", "tiny_roberta"])
def test_a_head_that_gives_all_the_same_weight_has_the_shares_of_the_tokens(encoder, request):
    review = read_review(request.getfixturevalue(encoder).tokenizer, "It is not a dull film.", 32)
    n = len(review.input_ids)
    shares = dict(
        zip(PATTERNS, make_patterns(review, frozenset({"dull"}), NEGATIONS).sum(axis=(1, 2)) / n, strict=True)
    )
    assert shares["first"] == shares["separator"] == pytest.approx(1 / n)
    dull = np.sum(review.word_of_token == review.words.index("dull"))
    assert shares["polarity"] == pytest.approx(dull / n)
    assert shares["negation"] == pytest.approx(np.sum(review.word_of_token == review.words.index("not")) / n)

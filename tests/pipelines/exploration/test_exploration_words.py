import math

import pandas as pd
import pytest

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.exploration.words import (
    compare_classes,
    count_words,
    is_stop_word,
    split_words,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't MISS it!", ["don't", "miss", "it"]),
        ("It\u2019s 'great' - the 80's, 10/10", ["it's", "great", "the", "s"]),
        ("''Conan''", ["conan"]),
        ("A naïve café_scene", ["a", "naïve", "café", "scene"]),
        ("10/10 :-)", []),
    ],
)
def test_words_are_lower_cased_letters_and_inner_apostrophes(text, expected):
    assert split_words(text) == expected


@pytest.mark.parametrize("word", ["the", "it's", "they've", "he'll", "i'm"])
def test_function_words_are_stop_words_with_or_without_an_ending(word):
    assert is_stop_word(word)


@pytest.mark.parametrize("word", ["not", "no", "never", "don't", "can't", "too", "film", "o'brien"])
def test_negations_and_content_are_no_stop_words(word):
    assert not is_stop_word(word)


def test_words_are_counted_per_class_most_frequent_first():
    reviews = pd.DataFrame(
        {
            "review": ["Bad, bad film", "A good film", "Good"],
            "sentiment": ["negative", "positive", "positive"],
        }
    )
    expected = [("bad", 2, 0), ("film", 1, 1), ("good", 0, 2), ("a", 0, 1)]
    counts = count_words(reviews)
    assert list(counts.columns) == ["word", "negative", "positive"]
    assert list(counts.itertuples(index=False, name=None)) == expected


# Prior weight 1/4 gives film 2, bad 1 and good 1 pseudo-counts: 12 words in each class.
#            y- + a   y+ + a   odds-   odds+   log-odds ratio   variance
#   film        6        6      6/6     6/6      log 1 = 0      1/6 + 1/6
#   bad         4        2      4/8     2/10    -log 2.5        1/4 + 1/2
#   good        2        4      2/10    4/8      log 2.5        1/2 + 1/4
def test_log_odds_and_z_scores_are_those_worked_out_by_hand():
    counts = pd.DataFrame({"word": ["film", "bad", "good"], "negative": [4, 3, 1], "positive": [4, 1, 3]})
    scores = compare_classes(counts, prior_weight=0.25)
    delta = math.log(2.5)
    z = delta / math.sqrt(0.75)  # 1.058
    assert list(scores["log_odds"]) == pytest.approx([0, -delta, delta])
    assert list(scores["z_score"]) == pytest.approx([0, -z, z])


# Prior weight 1 gives "rare" 1 and "common" 13 pseudo-counts in a class; without a prior the odds
# of "rare" would be 0 in negative reviews, and their ratio infinite.
#            y- + a   y+ + a   odds-    odds+    log-odds ratio
#   rare        1        2      1/20     2/19    log 40/19
def test_a_word_of_one_class_has_a_finite_score():
    counts = pd.DataFrame({"word": ["common", "rare"], "negative": [7, 0], "positive": [6, 1]})
    scores = compare_classes(counts, prior_weight=1).set_axis(counts["word"])
    assert scores.loc["rare", "log_odds"] == pytest.approx(math.log(40 / 19))
    assert scores.loc["rare", "z_score"] == pytest.approx(math.log(40 / 19) / math.sqrt(1.5))


def test_a_stronger_prior_holds_every_word_back():
    counts = pd.DataFrame({"negative": [40, 30, 1], "positive": [40, 10, 3]})
    weak, strong = (compare_classes(counts, weight)["z_score"].abs() for weight in (0.1, 1))
    assert (strong <= weak).all()


def test_words_of_one_class_alone_cannot_be_compared():
    counts = pd.DataFrame({"word": ["good", "film"], "negative": [0, 0], "positive": [5, 2]})
    expected = "found: 2 different, 0 in negative reviews, 7 in positive ones"
    with pytest.raises(ReviewSentimentError, match=expected):
        compare_classes(counts, prior_weight=0.1)

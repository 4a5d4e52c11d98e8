import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_hex

from review_sentiment.figures import SENTIMENT_COLOURS
from review_sentiment.pipelines.exploration import nodes
from review_sentiment.pipelines.exploration.figures import bin_edges, draw_lengths
from review_sentiment.pipelines.exploration.params import WordsParams

WORDS = WordsParams(frequent=2, telling=2, min_count=3, prior_weight=0.1)


@pytest.fixture
def review_sizes():
    return pd.DataFrame(
        {
            "split": ["train", "train", "train", "validation", "test"],
            "sentiment": ["negative", "negative", "positive", "positive", "negative"],
            "words": [1, 2, 2, 3, 3],
            "characters": [4, 5, 6, 6, 7],
        }
    )


@pytest.fixture
def word_statistics():
    return pd.DataFrame(
        {
            "word": ["the", "film", "bad", "good", "odd"],
            "negative": [50, 20, 26, 3, 1],
            "positive": [100, 60, 2, 37, 1],
            "log_odds": [0.1, 0.2, -2, 1, -9],
            "z_score": [0.5, 1, -4, 5, -9],
        }
    )


def labels(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


def test_class_balance_has_a_bar_for_each_class_of_each_split(review_sizes):
    (axes,) = nodes.draw_class_balance(review_sizes).axes
    negative, positive = axes.containers
    assert labels(axes.xaxis) == ["train", "validation", "test"]
    assert [bar.get_height() for bar in negative] == [2, 0, 1]
    assert [bar.get_height() for bar in positive] == [1, 1, 0]
    texts = [text.get_text() for text in axes.texts]
    assert texts[:3] == ["2\n(66.7%)", "0\n(0.0%)", "1\n(100.0%)"]
    assert "40.0% are positive" in axes.get_title(loc="left")


def test_reviews_of_one_length_have_one_tick(review_sizes):
    words, _ = nodes.draw_review_lengths(review_sizes.assign(words=10)).axes
    low, high = words.get_xlim()
    assert [tick for tick in words.get_xticks() if low <= tick <= high] == [10]


def test_classes_differ_by_more_than_colour(review_sizes):
    (axes,) = nodes.draw_class_balance(review_sizes).axes
    negative, positive = (bars[0].get_hatch() for bars in axes.containers)
    assert negative
    assert not positive


def test_lengths_are_shares_of_each_class(review_sizes):
    words, characters = nodes.draw_review_lengths(review_sizes).axes
    # bins [0.5, 1.5, 2.5, 3.5]: negative reviews have 1, 2 and 3 words, positive ones 2 and 3
    negative, positive = (outline.get_data() for outline in words.patches)
    assert list(negative.values) == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    assert list(positive.values) == pytest.approx([0, 1 / 2, 1 / 2])
    assert list(positive.edges) == [0.5, 1.5, 2.5, 3.5]
    assert words.get_xlabel() == "words in a review"
    assert words.get_title(loc="left") == "dotted: median 2, 95th percentile 3 words"
    assert characters.get_title(loc="left") == "dotted: median 6, 95th percentile 7 characters"


def test_skewed_lengths_are_drawn_on_a_logarithmic_scale():
    sizes = pd.DataFrame(
        {
            "sentiment": ["negative", "positive"] * 5,
            "words": [0, 2, 2, 2, 2, 3, 3, 3, 4, 1000],
            "characters": range(10, 20),
        }
    )
    words, characters = draw_lengths(sizes).axes
    assert words.get_xscale() == "log"
    assert words.get_xlabel() == "words in a review (logarithmic scale)"
    # The review without a word is drawn, in the first bin.
    assert sum(outline.get_data().values.sum() for outline in words.patches) == pytest.approx(2)
    assert characters.get_xscale() == "linear"


@pytest.mark.parametrize("logarithmic", [True, False])
@pytest.mark.parametrize("longest", [1, 7, 2500])
def test_no_size_falls_on_an_edge_or_outside(longest, logarithmic):
    edges = bin_edges(np.array([1, longest]), logarithmic=logarithmic)
    assert len(edges) <= 41
    assert edges[0] < 1
    assert edges[-1] > longest
    assert set(edges % 1) == {0.5}


def test_frequent_words_are_drawn_as_rates_without_stop_words(word_statistics):
    (axes,) = nodes.draw_frequent_words(word_statistics, WORDS).axes
    # 100 words in negative reviews, 200 in positive ones: "film" 20 and 60, "bad" 26 and 2 times
    negative, positive = axes.lines
    assert labels(axes.yaxis) == ["film", "bad"]
    assert list(negative.get_xdata()) == pytest.approx([200, 260])
    assert list(positive.get_xdata()) == pytest.approx([300, 10])
    assert [negative.get_label(), positive.get_label()] == ["negative", "positive"]
    assert negative.get_marker() != positive.get_marker()


def test_telling_words_are_drawn_on_the_side_that_prefers_them(word_statistics):
    negative, positive = nodes.draw_telling_words(word_statistics, WORDS).axes
    # "odd" has the largest score, and occurs twice: less than `min_count`.
    assert labels(negative.yaxis) == ["bad"]
    assert [bar.get_width() for bar in negative.patches] == [4]
    assert labels(positive.yaxis) == ["good", "film"]
    assert [bar.get_width() for bar in positive.patches] == [5, 1]
    assert negative.get_xlim() == positive.get_xlim()
    assert positive.get_title(loc="left") == "more in positive reviews"


def test_the_most_telling_word_stands_on_top(word_statistics):
    _, positive = nodes.draw_telling_words(word_statistics, WORDS).axes
    bottom, top = positive.get_ylim()
    assert bottom > top  # rows are numbered downwards
    assert to_hex(positive.patches[0].get_facecolor()) == SENTIMENT_COLOURS["positive"].lower()


def test_rare_words_leave_the_panels_empty(word_statistics):
    few = WordsParams(frequent=2, telling=2, min_count=1000, prior_weight=0.1)
    negative, positive = nodes.draw_telling_words(word_statistics, few).axes
    assert not negative.patches
    assert not positive.patches


def test_no_figure_is_left_in_pyplot(review_sizes, word_statistics):
    before = pyplot.get_fignums()
    nodes.draw_class_balance(review_sizes)
    nodes.draw_review_lengths(review_sizes)
    nodes.draw_frequent_words(word_statistics, WORDS)
    nodes.draw_telling_words(word_statistics, WORDS)
    assert pyplot.get_fignums() == before

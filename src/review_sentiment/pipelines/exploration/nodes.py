"""Measure, count and draw the reviews."""

from __future__ import annotations

from review_sentiment.annotations import DataFrame, Figure
from review_sentiment.pipelines.exploration.params import ExamplesParams, WordsParams


def measure_reviews(
    reviews: DataFrame,
    train_reviews: DataFrame,
    validation_reviews: DataFrame,
    test_reviews: DataFrame,
) -> DataFrame:
    """The split and the size of each review.

    Returns:
        `review_id`, `split` ("train", "validation", "test"), `sentiment`, `words`, `characters`.

    Raises:
        ReviewSentimentError: a review does not stand in exactly one split.
    """
    from review_sentiment.pipelines.exploration import profile

    return profile.measure(reviews, train_reviews, validation_reviews, test_reviews)


def profile_reviews(reviews: DataFrame, review_sizes: DataFrame, removed_reviews: DataFrame) -> DataFrame:
    """The reviews in numbers: a row for each split, one in total, one for each reason of removal.

    The removed reviews are counted and no more, so that these rows have `reviews` alone, and
    `reviews` of the total and of the removed add up to the rows of the raw table.
    """
    from review_sentiment.pipelines.exploration import profile

    return profile.summarise(reviews, review_sizes, removed_reviews)


def measure_words(train_reviews: DataFrame, params: WordsParams) -> DataFrame:
    """Each word of the training reviews: `word`, `negative`, `positive`, `log_odds`, `z_score`.

    Raises:
        ReviewSentimentError: a class has no words.
    """
    from review_sentiment.pipelines.exploration import words

    counts = words.count_words(train_reviews)
    return counts.join(words.compare_classes(counts, params.prior_weight))


def pick_examples(train_reviews: DataFrame, review_sizes: DataFrame, params: ExamplesParams) -> DataFrame:
    """Typical training reviews of each class: `review_id`, `sentiment`, `words`, `review`.

    A class is sorted by length and cut into `per_class` groups of equal size; the middle one of
    each is taken. So the examples are as long as the reviews are, and every run picks the same.
    """
    from review_sentiment.pipelines.exploration import examples

    return examples.pick(train_reviews, review_sizes, params.per_class)


def draw_class_balance(review_sizes: DataFrame) -> Figure:
    """Bars: the reviews of each class in each split."""
    from review_sentiment.pipelines.exploration import figures

    return figures.draw_class_balance(review_sizes)


def draw_review_lengths(review_sizes: DataFrame) -> Figure:
    """Two histograms for each class: length in words, and in characters."""
    from review_sentiment.pipelines.exploration import figures

    return figures.draw_lengths(review_sizes)


def draw_frequent_words(word_statistics: DataFrame, params: WordsParams) -> Figure:
    """Dots: how often each class uses the most frequent words that are no stop words."""
    from review_sentiment.pipelines.exploration import figures, words

    totals = word_statistics[words.SENTIMENTS].sum()
    kept = word_statistics[~word_statistics["word"].map(words.is_stop_word)]
    frequent = kept.head(params.frequent).set_index("word")
    return figures.draw_frequent_words(1_000 * frequent[words.SENTIMENTS] / totals)


def draw_telling_words(word_statistics: DataFrame, params: WordsParams) -> Figure:
    """Bars: the words that most surely tell negative from positive reviews, either way."""
    from review_sentiment.pipelines.exploration import figures, words

    counts = word_statistics[words.SENTIMENTS].sum(axis=1)
    known = word_statistics[counts >= params.min_count].set_index("word")["z_score"]
    return figures.draw_telling_words(
        negative=-known[known < 0].nsmallest(params.telling),
        positive=known[known > 0].nlargest(params.telling),
    )

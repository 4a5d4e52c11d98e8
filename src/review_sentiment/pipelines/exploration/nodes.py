"""Measure, count and draw the reviews.

What draws is imported inside the functions: whoever lists the pipelines need not wait for seaborn.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from review_sentiment.annotations import Figure
from review_sentiment.pipelines.exploration import profile, words
from review_sentiment.pipelines.exploration.params import ExamplesParams, WordsParams


def measure_reviews(
    reviews: pd.DataFrame,
    train_reviews: pd.DataFrame,
    validation_reviews: pd.DataFrame,
    test_reviews: pd.DataFrame,
) -> pd.DataFrame:
    """The split and the size of each review.

    Returns:
        `review_id`, `split` ("train", "validation", "test"), `sentiment`, `words`, `characters`.

    Raises:
        ReviewSentimentError: a review does not stand in exactly one split.
    """
    splits = {"train": train_reviews, "validation": validation_reviews, "test": test_reviews}
    texts = reviews["review"].fillna("")
    return pd.DataFrame(
        {
            "review_id": reviews["review_id"],
            "split": profile.find_splits(reviews["review_id"], splits),
            "sentiment": reviews["sentiment"],
            "words": [len(words.split_words(text)) for text in texts],
            "characters": texts.str.len(),
        }
    )


def profile_reviews(
    reviews: pd.DataFrame, review_sizes: pd.DataFrame, removed_reviews: pd.DataFrame
) -> pd.DataFrame:
    """The reviews in numbers: a row for each split, one in total, one for each reason of removal.

    The removed reviews are counted and no more, so that these rows have `reviews` alone, and
    `reviews` of the total and of the removed add up to the rows of the raw table.
    """
    texts = profile.normalise_texts(reviews.set_index("review_id")["review"])
    measured = review_sizes.assign(text=review_sizes["review_id"].map(texts))
    parts = {name: measured[measured["split"] == name] for name in ("train", "validation", "test")}
    parts["total"] = measured
    rows = [{"part": name, **profile.describe(part)} for name, part in parts.items()]
    removed = "removed: " + removed_reviews["reason"].astype("str")
    table = pd.concat(
        [pd.DataFrame(rows), removed_reviews.assign(part=removed).drop(columns="reason")],
        ignore_index=True,
    )
    # Whole numbers stay whole beside the gaps of the removed: 12, not 12.0.
    return table.convert_dtypes()


def measure_words(train_reviews: pd.DataFrame, params: WordsParams) -> pd.DataFrame:
    """Each word of the training reviews: `word`, `negative`, `positive`, `log_odds`, `z_score`.

    Raises:
        ReviewSentimentError: a class has no words.
    """
    counts = words.count_words(train_reviews)
    return counts.join(words.compare_classes(counts, params.prior_weight))


def pick_examples(
    train_reviews: pd.DataFrame, review_sizes: pd.DataFrame, params: ExamplesParams
) -> pd.DataFrame:
    """Typical training reviews of each class: `review_id`, `sentiment`, `words`, `review`.

    A class is sorted by length and cut into `per_class` groups of equal size; the middle one of
    each is taken. So the examples are as long as the reviews are, and every run picks the same.
    """
    sizes = review_sizes[["review_id", "words"]]
    reviews = train_reviews.merge(sizes, on="review_id", validate="one_to_one")
    reviews = reviews.sort_values(["sentiment", "words", "review_id"])
    middles = (np.arange(params.per_class) + 0.5) / params.per_class
    picked = [
        # A class of fewer reviews than groups gives each of them once.
        rows.iloc[np.unique((middles * len(rows)).astype(int))]
        for _, rows in reviews.groupby("sentiment")
    ]
    return pd.concat(picked, ignore_index=True)[["review_id", "sentiment", "words", "review"]]


def draw_class_balance(review_sizes: pd.DataFrame) -> Figure:
    """Bars: the reviews of each class in each split."""
    from review_sentiment.pipelines.exploration import figures

    return figures.draw_class_balance(review_sizes)


def draw_review_lengths(review_sizes: pd.DataFrame) -> Figure:
    """Two histograms for each class: length in words, and in characters."""
    from review_sentiment.pipelines.exploration import figures

    return figures.draw_lengths(review_sizes)


def draw_frequent_words(word_statistics: pd.DataFrame, params: WordsParams) -> Figure:
    """Dots: how often each class uses the most frequent words that are no stop words."""
    from review_sentiment.pipelines.exploration import figures

    totals = word_statistics[words.SENTIMENTS].sum()
    kept = word_statistics[~word_statistics["word"].map(words.is_stop_word)]
    frequent = kept.head(params.frequent).set_index("word")
    return figures.draw_frequent_words(1_000 * frequent[words.SENTIMENTS] / totals)


def draw_telling_words(word_statistics: pd.DataFrame, params: WordsParams) -> Figure:
    """Bars: the words that most surely tell negative from positive reviews, either way."""
    from review_sentiment.pipelines.exploration import figures

    counts = word_statistics[words.SENTIMENTS].sum(axis=1)
    known = word_statistics[counts >= params.min_count].set_index("word")["z_score"]
    return figures.draw_telling_words(
        negative=-known[known < 0].nsmallest(params.telling),
        positive=known[known > 0].nlargest(params.telling),
    )

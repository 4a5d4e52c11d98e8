"""Check, clean and split a table of reviews; clean the text that nobody has labelled."""

from __future__ import annotations

import logging

from review_sentiment.annotations import DataFrame, Seed
from review_sentiment.pipelines.data_processing import splitting
from review_sentiment.pipelines.data_processing.cleaning import clean_texts
from review_sentiment.pipelines.data_processing.params import SplitParams

logger = logging.getLogger(__name__)


def check_table(raw_reviews: DataFrame) -> DataFrame:
    """The table in the project's terms, one row for each of its rows.

    Returns:
        `review_id` (text, unique), `review` (text or missing), `sentiment` ("negative" or "positive";
        missing only where the review is) and, where the table has them, `rating` and `split`.

    Raises:
        ReviewSentimentError: a column is missing or a value is not allowed; it names the first such row.
    """
    from review_sentiment.pipelines.data_processing.table import standardise

    return standardise(raw_reviews)


def clean_reviews(checked_reviews: DataFrame) -> tuple[DataFrame, DataFrame]:
    """The reviews as the models will read them, and a table of what was removed.

    Removed are reviews without text and copies of another review (see `find_duplicates`).

    Returns:
        The reviews, in their old order, and a count for each reason (`reason`, `reviews`).
    """
    from review_sentiment.pipelines.data_processing.duplicates import find_duplicates

    reviews = clean_texts(checked_reviews)
    reasons = find_duplicates(reviews).mask(reviews["review"] == "", "missing or empty")
    removed = reasons[reasons != ""].value_counts().rename_axis("reason").reset_index(name="reviews")
    for reason, count in removed.itertuples(index=False):
        logger.warning("Left out, %s: %s of %s reviews", reason, f"{count:,}", f"{len(reviews):,}")
    return reviews.loc[reasons == ""].reset_index(drop=True), removed


def split_reviews(
    reviews: DataFrame, split: SplitParams, seed: Seed
) -> tuple[DataFrame, DataFrame, DataFrame]:
    """The training, validation and test reviews: a given split is kept, any other is drawn.

    Drawn splits are stratified by sentiment and depend on nothing but the reviews and the seed.

    Raises:
        ReviewSentimentError: a class or a split is missing, or there are too few reviews to divide.
    """
    splitting.check_classes(reviews)
    if "split" in reviews:
        return splitting.follow_given_split(reviews, split.validation_fraction, seed)
    return splitting.draw_split(reviews, split.validation_fraction, split.test_fraction, seed)


def clean_unlabelled_reviews(raw_unlabelled_reviews: DataFrame, reviews: DataFrame) -> DataFrame:
    """The texts that nobody has labelled, each once, as the models will read them: a column `review`.

    Those that stand in `reviews` are left out, whatever their split: an encoder that is adapted to this text
    must have seen no test review, and has the training reviews anyway.

    Raises:
        ReviewSentimentError: there are rows and no column `review`, or it holds nothing but numbers.
    """
    import pandas as pd

    from review_sentiment.pipelines.data_processing.duplicates import normalise
    from review_sentiment.pipelines.data_processing.table import pick_columns, read_texts

    if raw_unlabelled_reviews.empty:  # there need not be any
        return pd.DataFrame({"review": pd.Series(dtype="str")})
    columns = pick_columns(raw_unlabelled_reviews, required=("review",))
    unlabelled = clean_texts(pd.DataFrame({"review": read_texts(columns["review"])}))
    texts = unlabelled["review"].map(normalise)
    unwanted = (
        (unlabelled["review"] == "") | texts.duplicated() | texts.isin(reviews["review"].map(normalise))
    )
    return unlabelled.loc[~unwanted].reset_index(drop=True)

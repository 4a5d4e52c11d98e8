"""Classify reviews that nobody has labelled."""

from __future__ import annotations

from review_sentiment.annotations import DataFrame
from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.data_processing.cleaning import clean_texts
from review_sentiment.pipelines.modelling.nodes import classify_reviews, tokenize_reviews
from review_sentiment.pipelines.modelling.params import PredictionParams, TokenizationParams
from review_sentiment.pretrained_model import PretrainedModel
from review_sentiment.terms import SENTIMENTS


def score_reviews(
    classifier: PretrainedModel,
    new_reviews: DataFrame,
    tokenization: TokenizationParams,
    prediction: PredictionParams,
) -> DataFrame:
    """The reviews with their predicted `sentiment` and the `probability` of positive, in their order.

    A review without text is kept, with neither.

    Raises:
        ReviewSentimentError: there is no column `review`, or it holds no text.
    """
    import pandas as pd

    from review_sentiment.pipelines.data_processing import table

    columns = table.pick_columns(new_reviews, required=("review",))
    needed = table.has_text(columns["review"])
    reviews = pd.DataFrame(
        {"review_id": table.identify(columns, needed), "review": table.read_texts(columns["review"])}
    )
    readable = clean_texts(reviews).query("review != ''")
    if readable.empty:
        raise ReviewSentimentError("Column `review` holds no text in any row.")
    tokens = tokenize_reviews(classifier, readable, tokenization)
    predictions = classify_reviews(classifier, tokens, prediction).set_index(readable.index)
    return reviews.assign(
        sentiment=predictions["prediction"].map(dict(enumerate(SENTIMENTS))),
        probability=predictions["probability"],
    )

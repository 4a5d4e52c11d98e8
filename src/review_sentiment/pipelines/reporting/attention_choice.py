"""Which attention is chosen: the layer, the head and the reviews."""

from __future__ import annotations

from review_sentiment.annotations import DataFrame, PreTrainedModel
from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.data_processing.cleaning import clean_text
from review_sentiment.pipelines.reporting.params import AttentionParams
from review_sentiment.terms import LABEL_IDS


def refuse_missing_head(attention: AttentionParams, network: PreTrainedModel) -> None:
    """Ends a run that asks for a layer or head that the network, an encoder or classifier, does not have.

    Raises:
        ReviewSentimentError: names those that there are.
    """
    config = network.config
    for what, index, count in (
        ("layer", attention.layer, config.num_hidden_layers),
        ("head", attention.head, config.num_attention_heads),
    ):
        if index >= count:
            raise ReviewSentimentError(
                f"`attention.{what}` is {index}; this {config.model_type} has {what}s 0 to {count - 1}."
            )


def refuse_missing_reviews(attention: AttentionParams, reviews: DataFrame) -> None:
    """Ends a run that asks for reviews that are neither texts nor among the test reviews.

    Raises:
        ReviewSentimentError: as `find_text` does.
    """
    find_text(attention.review, reviews)
    for review in attention.examples:
        find_text(review, reviews, "attention.examples")


def find_text(review: str | int, reviews: DataFrame, parameter: str = "attention.review") -> str:
    """The text of the review with that `review_id`, or `review` itself, cleaned, where it is a text.

    Raises:
        ReviewSentimentError: it is neither; the message names the parameter that it came from.
    """
    named = reviews.loc[reviews["review_id"] == str(review), "review"]
    if len(named):
        return named.iloc[0]
    if len(str(review).split()) > 1:
        return clean_text(str(review))
    raise ReviewSentimentError(
        f"There is no test review with the review_id {str(review)!r} (there are {len(reviews):,}, such as "
        f"{reviews['review_id'].iloc[0]!r}). `{parameter}` takes one of them, or a text of two words."
    )


def find_label(review: str | int, reviews: DataFrame) -> int | None:
    """0 or 1 of the review with that `review_id`; nothing for a text, whose sentiment nobody noted."""
    named = reviews.loc[reviews["review_id"] == str(review), "sentiment"]
    return LABEL_IDS[named.iloc[0]] if len(named) else None

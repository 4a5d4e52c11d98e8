"""Measure heads, compare them, draw them."""

from __future__ import annotations

from review_sentiment.annotations import DataFrame, Figure, Seed
from review_sentiment.pipelines.modelling.params import TokenizationParams
from review_sentiment.pipelines.reporting.attention_measures.params import AttentionMeasuresParams
from review_sentiment.pipelines.reporting.params import NegationParams
from review_sentiment.pretrained_model import PretrainedModel


def measure_heads(  # noqa: PLR0913, PLR0917
    encoder: PretrainedModel,
    classifier: PretrainedModel,
    test_reviews: DataFrame,
    word_statistics: DataFrame,
    tokenization: TokenizationParams,
    attention_measures: AttentionMeasuresParams,
    negations: NegationParams,
    seed: Seed,
) -> tuple[DataFrame, DataFrame]:
    """What each head looks at, in numbers, before and after fine-tuning, and with random weights.

    Returns:
        A row a network ("random", "encoder", "classifier"), layer and head (see `tabulate_heads`), with the
        head's `name`; a row a network and layer (see `tabulate_layers`).
    """
    from review_sentiment.pipelines.reporting.attention_measures import (
        forward,
        measuring,
        naming,
        patterns,
        polarity,
        sampling,
    )

    networks = {
        "random": forward.randomise(encoder.network, seed),
        "encoder": encoder.network,
        "classifier": classifier.network,
    }
    tokenizer, count = classifier.tokenizer, attention_measures.reviews
    reviews = sampling.draw_reviews(test_reviews, count, seed, tokenizer, tokenization)
    negating = {patterns.normalise(word) for word in negations.words}
    words = polarity.pick_words(word_statistics, attention_measures.polarity_words, negating)
    found, uniform = measuring.measure(networks, tokenizer.pad_token_id, reviews, words, negating)
    heads = measuring.tabulate_heads(found, uniform)
    layers = measuring.tabulate_layers(heads, found)
    names = naming.name_heads(heads, attention_measures.named_from, attention_measures.broad_from)
    return heads.assign(name=names), layers


def measure_head_distances(
    classifier: PretrainedModel,
    test_reviews: DataFrame,
    tokenization: TokenizationParams,
    attention_measures: AttentionMeasuresParams,
    seed: Seed,
) -> DataFrame:
    """How far apart the classifier's heads are, a row for every two.

    Returns:
        `layer`, `head`, `other_layer`, `other_head`, `distance`: Jensen-Shannon, from 0 to 1, averaged over
        tokens, then reviews. Each pair stands there once, the earlier head first.
    """
    from review_sentiment.pipelines.reporting.attention_measures import pairs, sampling

    tokenizer = classifier.tokenizer
    count = min(attention_measures.distance_reviews, attention_measures.reviews)
    reviews = sampling.draw_reviews(test_reviews, count, seed, tokenizer, tokenization)
    distances = pairs.mean_distances(
        classifier.network, tokenizer.pad_token_id, reviews, attention_measures.distance_tokens, seed
    )
    return pairs.tabulate(distances, classifier.network.config.num_attention_heads)


def draw_head_map(head_distances: DataFrame, head_measures: DataFrame, seed: Seed) -> Figure:
    """The classifier's heads on a plane, near each other where they look at the same."""
    from review_sentiment.pipelines.reporting.attention_measures import head_map

    classifier = head_measures[head_measures["network"] == "classifier"]
    return head_map.plot_head_map(head_map.place_heads(head_distances, seed), classifier)


def draw_head_roles(head_measures: DataFrame) -> Figure:
    """What each head of the classifier does, layers against heads, beside uniform attention."""
    from review_sentiment.pipelines.reporting.attention_measures import figures

    return figures.plot_roles(head_measures[head_measures["network"] == "classifier"])


def draw_layer_profile(layer_measures: DataFrame) -> Figure:
    """How each measure goes through the layers of the three networks."""
    from review_sentiment.pipelines.reporting.attention_measures import figures

    return figures.plot_profile(layer_measures)

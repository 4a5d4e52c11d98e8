"""Explain, put the explanations to the test, switch heads off, say what follows."""

from __future__ import annotations

from typing import Any

from review_sentiment.annotations import DataFrame, Figure, Seed
from review_sentiment.pipelines.modelling.params import PredictionParams
from review_sentiment.pipelines.reporting.faithfulness.params import FaithfulnessParams, HeadAblationParams
from review_sentiment.pretrained_model import PretrainedModel


def attribute_tokens(
    classifier: PretrainedModel, test_tokens: DataFrame, faithfulness: FaithfulnessParams, seed: Seed
) -> DataFrame:
    """How much each token of a sample of reviews speaks for its prediction (see `attributions.attribute`)."""
    from review_sentiment.pipelines.reporting.faithfulness.attributions import attribute
    from review_sentiment.pipelines.reporting.faithfulness.sampling import sample_reviews

    reviews = sample_reviews(test_tokens, faithfulness.reviews, seed)
    return attribute(classifier, reviews, faithfulness.integration_steps, seed)


def measure_faithfulness(
    classifier: PretrainedModel,
    token_attributions: DataFrame,
    faithfulness: FaithfulnessParams,
    prediction: PredictionParams,
) -> DataFrame:
    """What the prediction loses with the top tokens and keeps of them (see `tabulate_faithfulness`)."""
    import pandas as pd

    from review_sentiment.pipelines.modelling.prediction import predict_probabilities
    from review_sentiment.pipelines.reporting.faithfulness.faithfulness import tabulate_faithfulness

    return tabulate_faithfulness(
        token_attributions,
        faithfulness.shares,
        classifier.tokenizer.mask_token_id,
        lambda ids: predict_probabilities(classifier, pd.DataFrame({"input_ids": ids}), prediction),
    )


def correlate_attributions(token_attributions: DataFrame) -> DataFrame:
    """Whether the explanations order the tokens alike (see `correlations.correlate`)."""
    from review_sentiment.pipelines.reporting.faithfulness.correlations import correlate

    return correlate(token_attributions)


def ablate_heads(
    classifier: PretrainedModel,
    test_tokens: DataFrame,
    ablation: HeadAblationParams,
    prediction: PredictionParams,
    seed: Seed,
) -> DataFrame:
    """What is lost with each head switched off (see `head_ablation.ablate`)."""
    from review_sentiment.pipelines.reporting.faithfulness.copies import copy_for_prediction
    from review_sentiment.pipelines.reporting.faithfulness.head_ablation import ablate
    from review_sentiment.pipelines.reporting.faithfulness.sampling import sample_reviews

    network = copy_for_prediction(classifier.network, prediction.precision)
    return ablate(network, sample_reviews(test_tokens, ablation.reviews, seed))


def draw_faithfulness(faithfulness: DataFrame) -> Figure:
    """Each explanation against a random ranking."""
    from review_sentiment.pipelines.reporting.faithfulness.figures import plot_faithfulness

    return plot_faithfulness(faithfulness)


def draw_head_ablation(head_ablation: DataFrame) -> Figure:
    """The worth of each head as a map."""
    from review_sentiment.pipelines.reporting.faithfulness.figures import plot_head_ablation

    return plot_head_ablation(head_ablation)


def judge_explanations(
    faithfulness: DataFrame,
    attribution_correlations: DataFrame,
    token_attributions: DataFrame,
    head_ablation: DataFrame,
    explaining: FaithfulnessParams,
) -> dict[str, Any]:
    """What the numbers allow to be said: `sentences`, and the counts that they rest on."""
    from review_sentiment.pipelines.reporting.faithfulness import verdict

    judgements = [
        verdict.judge_faithfulness(faithfulness),
        verdict.judge_method(token_attributions, attribution_correlations, explaining.shares),
        verdict.judge_heads(head_ablation),
    ]
    sentences = [sentence for said, _ in judgements for sentence in said]
    counts = {key: count for _, counted in judgements for key, count in counted.items()}
    return {"sentences": sentences} | counts

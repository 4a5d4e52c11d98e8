"""Distances between all heads of a network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from transformers import PreTrainedModel

from review_sentiment.pipelines.reporting.attention_measures import distances, forward, sampling
from review_sentiment.pipelines.reporting.reading import ReadReview


def mean_distances(
    network: PreTrainedModel, padding: int, reviews: Sequence[ReadReview], tokens: int, seed: int
) -> np.ndarray:
    """The mean Jensen-Shannon distance between the attention of every two heads.

    Args:
        network: an encoder or a classifier.
        padding: the id of the padding token.
        reviews: what it reads.
        tokens: how many of a review's tokens are looked at, drawn at random; all where there are fewer.
        seed: of the draw.

    Returns:
        (layers x heads, layers x heads), averaged over tokens, then over reviews.
    """
    generator = np.random.default_rng(seed)
    found = []
    with forward.ready(network) as body:
        for batch in sampling.batches(reviews):
            weights, _ = forward.attend_batch(body, *sampling.pad(batch, padding))
            for review, attention in zip(batch, weights, strict=True):
                n = len(review.input_ids)
                drawn = generator.choice(n, size=min(tokens, n), replace=False)
                found.append(distances.pairwise(attention.flatten(0, 1)[:, drawn, :n]))
    return np.mean(found, axis=0)


def tabulate(square: np.ndarray, heads: int) -> pd.DataFrame:
    """A row for every two heads (see the node `measure_head_distances`).

    Args:
        square: (layers x heads, layers x heads).
        heads: of a layer.
    """
    first, second = np.triu_indices(len(square), k=1)
    return pd.DataFrame(
        {
            "layer": first // heads,
            "head": first % heads,
            "other_layer": second // heads,
            "other_head": second % heads,
            "distance": square[first, second],
        }
    )

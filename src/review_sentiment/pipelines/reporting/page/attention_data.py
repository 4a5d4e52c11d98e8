"""Attention weights as JSON, small enough for a page."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from review_sentiment.attention import Attention
from review_sentiment.pipelines.reporting.page.template import show_invisible
from review_sentiment.terms import SENTIMENTS

# a row's largest weight is stored in 65,535 steps of 1, the others in 255 steps of the largest
LARGEST, STEPS = np.iinfo(np.uint16).max, np.iinfo(np.uint8).max
BASE64 = 4 / 3
TITLE_LENGTH = 70


def encode(
    attentions: Mapping[str, Sequence[Attention]],
    budget: float,
    fewest: int,
    head_names: Mapping[str, list[list[str]]],
) -> dict[str, Any]:
    """All attention of the page.

    Args:
        attentions: the reviews of each architecture.
        budget: the most bytes that the weights may take in the page.
        fewest: see `PageParams.fewest_weights`.
        head_names: what a head does by layer and head, for the architectures where that is known.

    Returns:
        `architectures`, a list of `name`, `heads` (names, may be empty) and `reviews` (see
        `encode_review`), and `left_out`, how many reviews didn't fit.
    """
    kept, left_out = fit({name: [*reviews] for name, reviews in attentions.items()}, budget, fewest)
    most = find_most_weights([review for reviews in kept.values() for review in reviews], budget)
    return {
        "left_out": left_out,
        "architectures": [
            {
                "name": name,
                "heads": head_names.get(name, []),
                "reviews": [encode_review(review, most) for review in reviews],
            }
            for name, reviews in kept.items()
        ],
    }


def fit(
    attentions: dict[str, list[Attention]], budget: float, fewest: int
) -> tuple[dict[str, list[Attention]], int]:
    """The reviews without the longest ones, until `fewest` weights a row fit; and how many that left out.

    A review goes from all architectures or from none, and the first one stays.
    """
    sizes: dict[str, float] = {}
    for review in itertools.chain(*attentions.values()):
        sizes[review.text] = sizes.get(review.text, 0) + count_bytes(review, fewest)
    everything = len(sizes)
    shortest_first = sorted([*sizes][1:], key=lambda text: sizes[text])
    while shortest_first and sum(sizes.values()) > budget:
        del sizes[shortest_first.pop()]
    kept = {
        name: [review for review in reviews if review.text in sizes] for name, reviews in attentions.items()
    }
    return {name: reviews for name, reviews in kept.items() if reviews}, everything - len(sizes)


def count_bytes(attention: Attention, most: int) -> float:
    """What the weights of a review take in the page, `most` a row."""
    layers, heads, length, _ = attention.weights.shape
    place = 0 if most >= length else 1 + (length > STEPS + 1)
    return BASE64 * layers * heads * length * (2 + min(most, length) * (1 + place))


def find_most_weights(reviews: Sequence[Attention], budget: float) -> int:
    """The largest number of weights a row with which all reviews fit, at least 1."""
    longest = max((len(review.tokens) for review in reviews), default=1)
    fitting = (most for most in range(longest, 1, -1) if sum(count_bytes(r, most) for r in reviews) <= budget)
    return next(fitting, 1)


def encode_review(attention: Attention, most: int) -> dict[str, Any]:
    """One review.

    Returns:
        `title`, `tokens`, `probability`, `label` ("" where it is not known), `layers`, `heads`; `kept`, the
        number of weights a row; `share`, the mean of their sums. A row of a head of a layer has its largest
        weight in `scales` (uint16, in 1/65,535), its weights in `values` (uint8, in 1/255 of the largest),
        and, where not all are kept, their columns in `places` (uint8, or uint16 beyond 256 tokens). All
        little-endian, base64.
    """
    weights = attention.weights
    layers, heads, length, _ = weights.shape
    kept = min(most, length)
    places = None
    if kept < length:
        places = np.sort(np.argpartition(weights, length - kept, axis=-1)[..., length - kept :], axis=-1)
        weights = np.take_along_axis(weights, places, axis=-1)
    scales, values = quantise(weights)
    return {
        "title": make_title(attention.text),
        "tokens": [show_invisible(token) for token in attention.tokens],
        "probability": attention.probability,
        "label": "" if attention.label is None else SENTIMENTS[attention.label],
        "layers": layers,
        "heads": heads,
        "kept": kept,
        "share": float(weights.sum(axis=-1, dtype=np.float64).mean()),
        "scales": _to_text(scales, "<u2"),
        "values": _to_text(values, "u1"),
        "places": "" if places is None else _to_text(places, "u1" if length <= STEPS + 1 else "<u2"),
    }


def quantise(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The largest weight of each row in 1/65,535, and all weights in 1/255 of it.

    A weight is off by no more than 1/510 of the row's largest and 1/131,070.
    """
    scales = np.maximum(np.rint(weights.max(axis=-1) * LARGEST), 1)
    values = np.rint(weights * (STEPS * LARGEST) / scales[..., None])
    return scales, np.minimum(values, STEPS)


def make_title(text: str) -> str:
    """The beginning of a review, on one line."""
    line = " ".join(text[: 2 * TITLE_LENGTH].split())
    return show_invisible(line if len(line) <= TITLE_LENGTH else line[:TITLE_LENGTH].rstrip() + " …")


def _to_text(array: np.ndarray, kind: str) -> str:
    return base64.b64encode(array.astype(kind).tobytes()).decode()

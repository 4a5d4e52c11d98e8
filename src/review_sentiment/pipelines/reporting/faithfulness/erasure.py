"""Comprehensiveness and sufficiency: what becomes of a prediction without its most important tokens."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from review_sentiment.pipelines.reporting.faithfulness.methods import MEASURES, OPERATORS

Predict = Callable[[list[np.ndarray]], np.ndarray]
"""the probability of positive, (reviews,), of reviews that are given as token ids"""


def top_tokens(scores: np.ndarray, share: float) -> np.ndarray:
    """Which tokens are the highest-scored share: a mask, (tokens,), of at least one; of equals the first."""
    count = max(1, round(share * len(scores)))
    top = np.zeros(len(scores), dtype=bool)
    top[np.argsort(-scores, kind="stable")[:count]] = True
    return top


def erase(ids: np.ndarray, erased: np.ndarray, operator: str, mask_id: int) -> np.ndarray:
    """A review without some of its tokens.

    Args:
        ids: (tokens,); the first and the last are special and stay.
        erased: a mask over the tokens between them, (tokens - 2,).
        operator: "deletion" cuts them out, "masking" puts `mask_id` in their place.
        mask_id: the mask token.
    """
    gone = np.r_[False, erased, False]
    return ids[~gone] if operator == "deletion" else np.where(gone, mask_id, ids)


def measure_erasure(
    attributions: pd.DataFrame, methods: list[str], shares: list[float], mask_id: int, predict: Predict
) -> np.ndarray:
    """The two measures of DeYoung et al. (2020, "ERASER") for each review, over both operators.

    Comprehensiveness is p(c|x) - p(c|x without the top tokens), sufficiency p(c|x) - p(c|the top tokens
    alone), c being the predicted class; both are the mean over `shares` (AOPC; ERASER's also counts a share
    of 0, which adds nothing but a divisor).

    Args:
        attributions: `input_ids`, `predicted` and, over the tokens between the special ones, an array for
            each of `methods`.
        methods: columns of `attributions`.
        shares: of a review's tokens that are the top.
        mask_id: the mask token.
        predict: is asked once, for each different review once.

    Returns:
        (reviews, methods, operators, measures), in the order of `OPERATORS` and `MEASURES`.
    """
    inputs = _UniqueInputs()
    wholes, parts = [], []
    for review in attributions.to_dict("records"):
        ids = np.asarray(review["input_ids"])
        wholes.append(inputs.number(ids))
        for method in methods:
            tops = [top_tokens(np.asarray(review[method]), share) for share in shares]
            for operator in OPERATORS:
                for erased in (tops, [~top for top in tops]):  # as MEASURES are ordered
                    parts += [inputs.number(erase(ids, gone, operator, mask_id)) for gone in erased]
    positive = predict(inputs.sequences)
    shape = (len(attributions), len(methods), len(OPERATORS), len(MEASURES), len(shares))
    whole = positive[wholes].reshape(-1, 1, 1, 1, 1)
    change = (whole - positive[parts].reshape(shape)).mean(-1)
    # the probability of negative falls by as much as that of positive rises
    sign = np.where(attributions["predicted"] == 1, 1, -1)
    return change * sign.reshape(-1, 1, 1, 1)


class _UniqueInputs:
    """Token ids, each different sequence once: rankings that agree ask for the same ones."""

    def __init__(self) -> None:
        self.sequences: list[np.ndarray] = []
        self._numbers: dict[bytes, int] = {}

    def number(self, ids: np.ndarray) -> int:
        key = ids.astype(np.int32).tobytes()
        if key not in self._numbers:
            self._numbers[key] = len(self.sequences)
            self.sequences.append(ids)
        return self._numbers[key]

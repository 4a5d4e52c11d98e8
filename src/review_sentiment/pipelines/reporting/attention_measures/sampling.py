"""Which reviews are measured, and which go through a network together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import torch
from torch.nn.utils.rnn import pad_sequence
from transformers import PreTrainedTokenizerBase

from review_sentiment.pipelines.modelling.params import TokenizationParams
from review_sentiment.pipelines.reporting.reading import ReadReview, read_review

# Most pairs of tokens in a batch; a review of more than 128 tokens is a batch of its own. With the 144 heads
# of BERT-base that is 19 MB of weights, or 151 MB of one review of 512 tokens; more falls out of the caches.
PAIRS = 2**15


def draw_reviews(
    reviews: pd.DataFrame,
    count: int,
    seed: int,
    tokenizer: PreTrainedTokenizerBase,
    tokenization: TokenizationParams,
) -> list[ReadReview]:
    """`count` reviews drawn at random, all where there are fewer, as their tokens."""
    drawn = reviews.sample(n=min(count, len(reviews)), random_state=seed)
    limits = tokenization.max_tokens, tokenization.truncation
    return [read_review(tokenizer, text, *limits) for text in drawn["review"]]


def batches(reviews: Sequence[ReadReview], pairs: int = PAIRS) -> Iterator[list[ReadReview]]:
    """The reviews, the longest first, in batches that hold `pairs` pairs of tokens at most, padding included.

    So the weights of a batch, and with them the memory that measuring takes, do not grow with the sample.
    """
    left = sorted(reviews, key=lambda review: -len(review.input_ids))
    while left:
        count = max(1, pairs // len(left[0].input_ids) ** 2)
        yield left[:count]
        left = left[count:]


def pad(reviews: Sequence[ReadReview], padding: int) -> tuple[torch.Tensor, torch.Tensor]:
    """The token ids of a batch and its attention mask, both (reviews, tokens), int64, padded on the right."""
    rows = [torch.from_numpy(review.input_ids) for review in reviews]
    ids = pad_sequence(rows, batch_first=True, padding_value=padding)
    mask = pad_sequence([torch.ones_like(row) for row in rows], batch_first=True)
    return ids, mask


def pad_squares(squares: Sequence[np.ndarray]) -> torch.Tensor:
    """Arrays of (..., tokens, tokens) as (reviews, ..., tokens, tokens), zeros where a review has ended."""
    longest = max(square.shape[-1] for square in squares)
    padded = np.zeros((len(squares), *squares[0].shape[:-2], longest, longest), dtype=np.float32)
    for row, square in zip(padded, squares, strict=True):
        row[..., : square.shape[-2], : square.shape[-1]] = square
    return torch.from_numpy(padded)

"""Reviews as token ids."""

from __future__ import annotations

import numpy as np
import pandas as pd

from review_sentiment.annotations import PreTrainedTokenizerBase
from review_sentiment.pipelines.modelling.params import Truncation
from review_sentiment.pipelines.modelling.truncation import kept_positions
from review_sentiment.terms import LABEL_IDS


def tokenize(
    reviews: pd.DataFrame,
    tokenizer: PreTrainedTokenizerBase,
    max_tokens: int,
    truncation: Truncation = "head",
) -> pd.DataFrame:
    """The tokens of each review, special ones among them, `max_tokens` at most.

    What a review spells of special tokens, as "[SEP]" or "<s>", is text like any other.

    Args:
        reviews: `review_id`, `review` and, where it is known, `sentiment`.
        tokenizer: puts one special token before a text and one behind it, as BERT's and RoBERTa's do.
        max_tokens: the most that are kept; the closing token is always one of them.
        truncation: which of them (see `kept_positions`).

    Returns:
        A row for each review: `review_id`, `input_ids` (int32, at most `max_tokens` long), `tokens` (how many
        before cutting), `truncated` and, where the sentiment is known, `label` (0 negative, 1 positive).
    """
    encoded = tokenizer(reviews["review"].tolist(), split_special_tokens=True, verbose=False)["input_ids"]
    lengths = np.array([len(ids) for ids in encoded], dtype=np.int32)
    tokens = pd.DataFrame(
        {
            "review_id": reviews["review_id"].to_numpy(),
            "input_ids": [
                np.array(ids, dtype=np.int32)[kept_positions(len(ids), max_tokens, truncation)]
                for ids in encoded
            ],
            "tokens": lengths,
            "truncated": lengths > max_tokens,
        }
    )
    if "sentiment" in reviews:
        tokens["label"] = reviews["sentiment"].map(LABEL_IDS).to_numpy(np.int64)
    return tokens

"""Which tokens of a long review are read."""

from __future__ import annotations

import numpy as np

from review_sentiment.pipelines.modelling.params import Truncation

# of the tokens between the special ones: 128 of 510, the best of Sun et al. 2019, section 5.3.1
HEAD_SHARE = {"head": 1.0, "tail": 0.0, "head_and_tail": 0.25}


def kept_positions(count: int, max_tokens: int, truncation: Truncation) -> np.ndarray:
    """The positions of the tokens that are kept, (at most `max_tokens`,), rising.

    Args:
        count: tokens of the text; the first and the last are special and always stay.
        max_tokens: the most that are kept, special ones among them.
        truncation: its beginning is kept, its end, or both, a quarter of it from the beginning.
    """
    if count <= max_tokens:
        return np.arange(count)
    room = max_tokens - 2
    head = round(room * HEAD_SHARE[truncation])
    return np.r_[: 1 + head, count - 1 - (room - head) : count]

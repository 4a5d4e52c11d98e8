"""From tokens to words, the same for every tokenizer: what WordPiece and byte-level BPE have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

# what the first and the last token of a review are called as words: [CLS] and <s>, [SEP] and </s>
FIRST, LAST = "[start]", "[end]"

# A run of letters and digits with the apostrophes in it and one before it, or a run of anything else.
# No token of either kind reaches from one such word into the next: WordPiece cuts at every punctuation mark,
# GPT-2's pattern wherever letters end, except that it takes "'t" or "'s" for one piece.
LETTERS = "(?:[^\\W_][\u0300-\u036f]*)+"
WORD = re.compile(rf"(?:(?<!\S)['\u2019])?{LETTERS}(?:['\u2019]{LETTERS})*|(?:[^\w\s]|_)+")


def find_words(text: str, spans: Sequence[tuple[int, int]]) -> tuple[list[str], np.ndarray]:
    """The words of a text, and the word that each token belongs to.

    A word that no token came from is left out. A token of nothing but spaces joins the word after it, as
    byte-level BPE has it. Where a token reaches into a second word after all, the two are one.

    Args:
        text: as it was tokenized.
        spans: where in it each token begins and ends, the first and the last token, special ones, included.

    Returns:
        The words, `FIRST` and `LAST` around them, and the number of each token's word, (tokens,), rising.
    """
    import numpy as np

    found = [match.span() for match in WORD.finditer(text)] or [(0, len(text))]
    ends = [stop for _, stop in found]
    # a place in the text belongs to the first word that ends behind it; spaces at the very end to the last
    places = [(start, max(start, stop - 1)) for start, stop in spans[1:-1]]
    reached = np.searchsorted(ends, np.reshape(places, (-1, 2)), side="right").clip(max=len(found) - 1)
    joined = np.zeros(len(found), dtype=bool)  # to the word before
    for first, last in reached:
        joined[first + 1 : last + 1] = True
    joined_words = np.cumsum(~joined) - 1
    kept, word_of_token = np.unique(joined_words[reached[:, 0]], return_inverse=True)
    starts, stops = (np.searchsorted(joined_words, kept, side=side) for side in ("left", "right"))
    words = [text[found[a][0] : found[b - 1][1]] for a, b in zip(starts, stops, strict=True)]
    return [FIRST, *words, LAST], np.r_[0, word_of_token + 1, len(words) + 1]


def merge_into_words(weights: np.ndarray, word_of_token: np.ndarray) -> np.ndarray:
    """Attention between words: to a word it is the sum over its tokens, from it their mean.

    So rows still sum to 1 (Clark et al. 2019, "What Does BERT Look At?", section 4.1).

    Args:
        weights: (..., tokens, tokens).
        word_of_token: (tokens,), from 0, none left out.

    Returns:
        (..., words, words).
    """
    import numpy as np

    parts = (word_of_token[:, None] == np.arange(word_of_token.max() + 1)).astype(weights.dtype)
    return (parts / parts.sum(axis=0)).T @ (weights @ parts)

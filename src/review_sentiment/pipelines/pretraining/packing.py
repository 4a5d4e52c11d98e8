"""Texts as sequences of whole sentences, as long as the network may read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from transformers import PreTrainedTokenizerBase

# A full stop and its like, with the quotes and brackets that close behind it, before white space and no small
# letter. It takes "Mr. Smith" for two sentences, which costs nothing unless a sequence happens to end there:
# sentences that stand in one sequence are put together again. The white space stays with what follows, since
# to a byte-level vocabulary a word after a space is another token than a word at the start.
SENTENCE_END = re.compile(r"""(?<=[.!?…])["'”\u2019)\]]*(?=\s+[^\sa-z])""")

# texts that are tokenized at once: Python's lists of numbers take ten times the room of the arrays
CHUNK = 1_000
SPECIAL_TOKENS_OF_A_SEQUENCE = 2


@dataclass(frozen=True)
class PackedSequences:
    """Sequences of tokens end to end: 4 bytes a token, whatever the length of the longest.

    Args:
        ids: of all tokens, (tokens,), int32; a sequence starts and ends with its special token.
        ends: where each sequence ends, (sequences,), int64.
    """

    ids: np.ndarray
    ends: np.ndarray

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, index: int) -> np.ndarray:
        """The tokens of a sequence, (its length,), int32."""
        return self.ids[self.ends[index - 1] if index else 0 : self.ends[index]]

    @property
    def lengths(self) -> np.ndarray:
        """Tokens of each sequence, (sequences,)."""
        return np.diff(self.ends, prepend=0)


def split_sentences(text: str) -> list[str]:
    """The sentences of a text; put together, they are the text."""
    cuts = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(cuts) if start < end]


def pack_texts(texts: list[str], tokenizer: PreTrainedTokenizerBase, max_tokens: int) -> PackedSequences:
    """The texts as sequences of whole sentences, none of two texts.

    A sequence takes sentences in their order as long as they fit. A sentence that fits into no sequence is
    cut into pieces that fill one each, but for the last. What a text spells of special tokens is left out:
    they mean something else.

    Args:
        texts: clean ones.
        tokenizer: puts one special token before a text and one behind it, as BERT's and RoBERTa's do.
        max_tokens: of a sequence, the special ones among them.
    """
    room = max_tokens - SPECIAL_TOKENS_OF_A_SEQUENCE
    reserved = sorted(set(tokenizer.all_special_ids) - {tokenizer.unk_token_id})
    before, behind = np.int32(tokenizer.cls_token_id), np.int32(tokenizer.sep_token_id)
    sequences = [
        np.r_[before, filling, behind]
        for sentences in _tokenize(texts, tokenizer)
        for filling in _fill(sentences, room, reserved)
    ]
    ends = np.array([len(sequence) for sequence in sequences], dtype=np.int64).cumsum()
    return PackedSequences(np.concatenate([*sequences, np.empty(0, np.int32)]), ends)


def _tokenize(texts: list[str], tokenizer: PreTrainedTokenizerBase) -> Iterator[list[list[int]]]:
    """The tokens of each sentence of each text, without special ones."""
    for start in range(0, len(texts), CHUNK):
        split = [split_sentences(text) for text in texts[start : start + CHUNK]]
        flat = [sentence for sentences in split for sentence in sentences]
        encoded = iter(tokenizer(flat, add_special_tokens=False, verbose=False)["input_ids"] if flat else [])
        for sentences in split:
            yield [next(encoded) for _ in sentences]


def _fill(sentences: Iterable[list[int]], room: int, reserved: list[int]) -> Iterator[np.ndarray]:
    """Runs of sentences of at most `room` tokens each, int32; none is empty."""
    run = np.empty(0, np.int32)
    for sentence in sentences:
        ids = np.array(sentence, dtype=np.int32)
        ids = ids[~np.isin(ids, reserved)]
        for start in range(0, len(ids), room):
            piece = ids[start : start + room]
            if len(run) + len(piece) > room:
                yield run
                run = piece
            else:
                run = np.concatenate([run, piece])
    if len(run):
        yield run

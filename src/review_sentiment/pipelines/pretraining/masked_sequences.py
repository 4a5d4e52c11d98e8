"""Sequences with masked tokens, for every pass: each is a function of the seed and its place."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from review_sentiment.pipelines.pretraining.masking import (
    MaskingVocabulary,
    count_masked,
    mask_tokens,
    seed_generator,
)
from review_sentiment.pipelines.pretraining.packing import SPECIAL_TOKENS_OF_A_SEQUENCE, PackedSequences
from review_sentiment.pipelines.pretraining.params import Masking

Place = tuple[int, int]  # a pass and a sequence, both counted from 0
MaskedSequence = tuple[Tensor, Tensor, Tensor]


class MaskedSequences(Dataset[MaskedSequence]):
    """Sequences with some tokens to guess; `masked[epoch, index]` is one of them in a pass.

    Static masks depend on the seed and the sequence, as if they had been drawn once before the training;
    dynamic ones on the pass too (Liu et al. 2019, section 4.1).

    Args:
        sequences: what is masked.
        vocabulary: of their tokenizer.
        masking: "static" or "dynamic".
        fraction: of the tokens, to be guessed.
        seed: of the masks.
    """

    def __init__(
        self,
        sequences: PackedSequences,
        vocabulary: MaskingVocabulary,
        *,
        masking: Masking,
        fraction: float,
        seed: int,
    ):
        self.sequences = sequences
        self.vocabulary = vocabulary
        self.seed = seed
        self._masking = masking
        self._fraction = fraction

    def __getitem__(self, place: Place) -> MaskedSequence:
        """Token ids to read and to guess from, (tokens,) each, and the positions to guess, (guessed,)."""
        epoch, index = place
        ids = torch.from_numpy(self.sequences[index]).long()
        numbers = (self.seed, index) if self._masking == "static" else (self.seed, epoch, index)
        inputs, positions = mask_tokens(ids, self.vocabulary, self._fraction, seed_generator(*numbers))
        return inputs, ids, positions

    @property
    def guessed(self) -> np.ndarray:
        """How many tokens of each sequence are to be guessed, (sequences,)."""
        return count_masked(self.sequences.lengths - SPECIAL_TOKENS_OF_A_SEQUENCE, self._fraction)

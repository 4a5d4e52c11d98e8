"""Which tokens are to be guessed, and what the network reads in their place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from transformers import PreTrainedTokenizerBase

# of the tokens to be guessed: 80 % become the mask token, 10 % another token, 10 % stay (Devlin et al. 2019)
MASKED = 0.8
MASKED_OR_RANDOM = 0.9


@dataclass(frozen=True)
class MaskingVocabulary:
    """What masked batches have to know of a tokenizer.

    Args:
        mask_id: of the mask token.
        pad_id: of the token that fills a batch up.
        never_masked: special tokens but for the unknown one, which stands for a word, (some,).
        ordinary: all tokens that are not special, (most,).
    """

    mask_id: int
    pad_id: int
    never_masked: Tensor
    ordinary: Tensor

    @classmethod
    def of(cls, tokenizer: PreTrainedTokenizerBase) -> MaskingVocabulary:
        """That of a tokenizer."""
        special = set(tokenizer.all_special_ids)
        return cls(
            tokenizer.mask_token_id,
            tokenizer.pad_token_id,
            torch.tensor(sorted(special - {tokenizer.unk_token_id})),
            torch.tensor([number for number in range(len(tokenizer)) if number not in special]),
        )


def count_masked(tokens: np.ndarray, fraction: float) -> np.ndarray:
    """How many of so many tokens are to be guessed: the fraction, rounded, and at least one."""
    return np.maximum(1, np.rint(fraction * tokens)).astype(np.int64)


def mask_tokens(
    ids: Tensor, vocabulary: MaskingVocabulary, fraction: float, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """What the network reads of a sequence, and the positions of the tokens it is to guess.

    Args:
        ids: the sequence, (tokens,), int64; at least one of them is not special. It stays as it is.
        vocabulary: the tokenizer's.
        fraction: of the tokens that are not special.
        generator: that everything random is drawn from.

    Returns:
        Token ids, (tokens,), and positions, (guessed,), rising; both int64.
    """
    candidates = torch.isin(ids, vocabulary.never_masked, invert=True).nonzero().flatten()
    count = int(count_masked(np.array(len(candidates)), fraction))
    positions = candidates[torch.randperm(len(candidates), generator=generator)[:count]].sort().values
    kinds = torch.rand(count, generator=generator)
    drawn = torch.randint(len(vocabulary.ordinary), (count,), generator=generator)
    inputs = ids.clone()
    inputs[positions] = torch.where(
        kinds < MASKED,
        vocabulary.mask_id,
        torch.where(kinds < MASKED_OR_RANDOM, vocabulary.ordinary[drawn], ids[positions]),
    )
    return inputs, positions


def seed_generator(*numbers: int) -> torch.Generator:
    """A generator whose draws are a function of these numbers, in this order; none may be negative.

    Zeros at their end don't count, as in a number's decimals.

    With masks that depend on nothing else, a training that was interrupted goes on with those it would have
    drawn, whatever happened in between.
    """
    state = np.random.SeedSequence(numbers).generate_state(1, np.uint64)
    return torch.Generator().manual_seed(int(state[0]))

import numpy as np
import pytest
import torch

from review_sentiment.pipelines.pretraining.masked_sequences import MaskedSequences
from review_sentiment.pipelines.pretraining.masking import MaskingVocabulary
from review_sentiment.pipelines.pretraining.packing import PackedSequences

VOCABULARY = MaskingVocabulary(2, 4, torch.tensor([0, 1, 2, 4]), torch.arange(5, 100))
# sequences of 22, 12 and 42 tokens, the words counted up from 5
SEQUENCES = PackedSequences(
    np.array([0, *range(5, 25), 1, 0, *range(5, 15), 1, 0, *range(5, 45), 1], dtype=np.int32),
    np.array([22, 34, 76]),
)


@pytest.fixture
def make_masked():
    """Makes sequences of 22, 12 and 42 tokens with masks of the kind that is named."""
    return lambda masking: MaskedSequences(SEQUENCES, VOCABULARY, masking=masking, fraction=0.15, seed=3)

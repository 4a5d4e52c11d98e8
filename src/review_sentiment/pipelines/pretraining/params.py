"""What a user can set about an encoder before it is fine-tuned."""

from typing import Literal

from pydantic import BaseModel, Field

from review_sentiment.training.params import OptimizationParams

Masking = Literal["static", "dynamic"]


class VocabularyParams(BaseModel, extra="forbid", frozen=True):
    """Which vocabulary the encoder reads with."""

    kind: Literal["original", "byte_level_bpe"] = "original"
    """`original`: the checkpoint's own; `byte_level_bpe`: RoBERTa's kind, trained on the training reviews"""
    size: int = Field(16_000, ge=300)
    """tokens of a trained vocabulary, the 256 bytes and 5 special tokens among them"""


class MaskedLanguageModelParams(OptimizationParams, frozen=True):
    """Pretraining after Devlin et al. 2019, section 3.1, or Liu et al. 2019, on the reviews themselves."""

    enabled: bool = False
    """whether the encoder is trained further before it is fine-tuned"""
    masking: Masking = "static"
    """`static`: a sequence has the same masks in every pass, BERT's way; `dynamic`: others, RoBERTa's way"""
    masked_fraction: float = Field(0.15, gt=0, lt=1)
    """share of a sequence's tokens that are to be guessed"""
    max_tokens: int = Field(128, ge=8, le=512)
    """tokens of a sequence, special ones among them; it is filled with whole sentences of one review"""
    epochs: int = Field(3, ge=1, le=1000)
    """passes over the sequences"""
    batch_size: int = Field(32, ge=1)
    """sequences in memory at once"""
    accumulated_batches: int = Field(8, ge=1)
    """batches whose gradients make one step"""
    learning_rate: float = Field(1e-4, gt=0, lt=1)
    """highest learning rate of AdamW, reached after the warm-up"""
    warmup_fraction: float = Field(0.06, ge=0, lt=1)
    """share of the steps over which the learning rate rises from 0; it falls linearly over the rest"""
    held_out_fraction: float = Field(0.02, gt=0, lt=1)
    """share of the texts that is not trained on, and that perplexity is measured on"""
    checkpoint_every: int = Field(50, ge=1)
    """steps after which a training that is interrupted need not start over"""

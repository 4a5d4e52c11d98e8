"""What a user can set about an encoder before it is fine-tuned."""

from typing import Literal

from pydantic import BaseModel, Field


class VocabularyParams(BaseModel, extra="forbid", frozen=True):
    """Which vocabulary the encoder reads with."""

    kind: Literal["original", "byte_level_bpe"] = "original"
    """`original`: the checkpoint's own; `byte_level_bpe`: RoBERTa's kind, trained on the training reviews"""
    size: int = Field(16_000, ge=300)
    """tokens of a trained vocabulary, the 256 bytes and 5 special tokens among them"""

"""What a user can set about tokens, training, prediction and the baseline."""

from importlib.util import find_spec
from typing import Literal

from pydantic import BaseModel, Field, field_validator

from review_sentiment.annotations import Precision
from review_sentiment.training.params import OptimizationParams

Truncation = Literal["head", "tail", "head_and_tail"]


class TokenizationParams(BaseModel, extra="forbid", frozen=True):
    """How much of a review a network reads."""

    max_tokens: int = Field(128, ge=8, le=512)
    """tokens of a review that are read, special tokens among them; the rest is cut off"""
    truncation: Truncation = "head"
    """kept of a longer review: its beginning, its end, or both, a quarter of it from the beginning"""


class TrainingParams(OptimizationParams, frozen=True):
    """Fine-tuning after Devlin et al. 2019, appendix A.3, with dropout in the head alone."""

    epochs: int = Field(2, ge=1, le=100)
    """passes over the training reviews; the one with the highest validation accuracy is kept"""
    batch_size: int = Field(32, ge=1)
    """reviews of an average step: short ones come in larger numbers, long ones in smaller"""
    hidden_dropout: float = Field(0.0, ge=0, lt=1)
    """share of a token's vector that a training step leaves out; BERT's 0.1 is slow and gains nothing here"""
    attention_dropout: float = Field(0.0, ge=0, lt=1)
    """share of the attention weights that a training step leaves out; BERT's 0.1 is slow on a CPU"""
    checkpoint_every: int = Field(500, ge=1)
    """steps after which a training that is interrupted need not start over; each epoch's end is one too"""


class PredictionParams(BaseModel, extra="forbid", frozen=True):
    """How reviews are classified once training is over."""

    batch_size: int = Field(64, ge=1)
    """reviews of an average batch, all of about the same length"""
    precision: Precision = "auto"
    """as in training"""
    runtime: Literal["torch", "openvino", "openvino_int8"] = "torch"
    """what runs the network; `openvino` and `openvino_int8`, of an extra, are often faster for thousands of
    reviews on a CPU, long ones above all; in int8 up to 3 predictions of 1,000 differ"""

    @field_validator("runtime")
    @classmethod
    def is_installed(cls, runtime: str) -> str:
        """Refuses OpenVINO where it is not installed, now and not after the training."""
        if runtime != "torch" and find_spec("openvino") is None:
            raise ValueError(
                "it takes an extra that is not installed:\n"
                "    pip install --constraint requirements.lock --editable '.[openvino]'"
            )
        return runtime


class BaselineParams(BaseModel, extra="forbid", frozen=True):
    """TF-IDF and logistic regression, what a transformer has to beat."""

    max_ngram: int = Field(2, ge=1, le=3)
    """longest run of words that is a feature"""
    min_count: int = Field(2, ge=1)
    """training reviews that a feature has to be in"""
    inverse_regularisation: float = Field(10.0, gt=0)
    """scikit-learn's C: the larger, the closer the fit"""

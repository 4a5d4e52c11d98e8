"""What a user can set about every training."""

from pydantic import BaseModel, Field

from review_sentiment.annotations import Precision


class OptimizationParams(BaseModel, extra="forbid", frozen=True):
    """What every training is told of its steps."""

    learning_rate: float = Field(5e-5, gt=0, lt=1)
    """highest learning rate of AdamW, reached after the warm-up"""
    warmup_fraction: float = Field(0.1, ge=0, lt=1)
    """share of the steps over which the learning rate rises from 0; it falls linearly over the rest"""
    weight_decay: float = Field(0.01, ge=0, lt=1)
    """decoupled decay of the weight matrices; biases and layer norms have none"""
    max_gradient_norm: float = Field(1.0, gt=0)
    """longest gradient of a step, over all weights together; a longer one is scaled down"""
    precision: Precision = "auto"
    """number format of weights and their products; `auto`: bfloat16 where it is the faster one"""

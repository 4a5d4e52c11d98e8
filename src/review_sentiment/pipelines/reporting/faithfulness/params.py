"""What a user can set about explanations and switched-off heads."""

from typing import Annotated

from pydantic import BaseModel, Field


class FaithfulnessParams(BaseModel, extra="forbid", frozen=True):
    """How explanations are put to the test."""

    reviews: int = Field(24, ge=2)
    """test reviews, drawn by `seed`"""
    shares: list[Annotated[float, Field(gt=0, lt=1)]] = Field([0.01, 0.05, 0.1, 0.2, 0.5], min_length=1)
    """shares of a review's tokens that are taken away or kept; at least one token each"""
    integration_steps: int = Field(20, ge=1)
    """gradients that integrated gradients are summed up from"""


class HeadAblationParams(BaseModel, extra="forbid", frozen=True):
    """How heads are switched off, one at a time."""

    reviews: int = Field(80, ge=2)
    """test reviews, drawn by `seed`"""

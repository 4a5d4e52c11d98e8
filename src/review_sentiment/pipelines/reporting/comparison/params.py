"""What a user can set about the comparison."""

from pydantic import BaseModel, Field


class DifferenceParams(BaseModel, extra="forbid", frozen=True):
    """How sure the difference between two models is."""

    resamples: int = Field(2_000, ge=100)
    """bootstrap resamples of the test reviews, from which the intervals are"""


class ConfidenceParams(BaseModel, extra="forbid", frozen=True):
    """How confidence is held against accuracy."""

    bins: int = Field(10, ge=1)
    """bins of equal width from 50 % to 100 %, between which the more likely of two classes always is"""


class DisagreementParams(BaseModel, extra="forbid", frozen=True):
    """How many disagreements are shown."""

    count: int = Field(20, ge=1)
    """the reviews about which the architectures are of the most different opinions"""

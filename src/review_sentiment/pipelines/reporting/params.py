"""What a user can set about the report."""

from typing import Annotated

from pydantic import BaseModel, Field, field_validator

from review_sentiment.pipelines.reporting.negations import NEGATIONS


class AttentionParams(BaseModel, extra="forbid", frozen=True):
    """Which attention is drawn; layers and heads are counted from 0."""

    review: str | int = "The acting is not bad, but the plot is far from good."
    """the `review_id` of a test review, or a text of at least two words"""
    layer: int = Field(4, ge=0)
    """the layer whose heads are drawn side by side, and that of the large heat map"""
    head: int = Field(9, ge=0)
    """the head of the large heat map"""
    examples: list[str | int] = Field(
        [
            "This is not a good film.",
            "A great cast, wasted on a dull and predictable script.",
            "It starts slowly, but the ending is wonderful.",
            "I expected a boring movie and could not have been more wrong: it is brilliant!",
        ],
        min_length=1,
    )
    """reviews whose attention is kept for a closer look: each is a `review_id`, or a text"""


class LengthParams(BaseModel, extra="forbid", frozen=True):
    """How reviews are sorted by length."""

    edges: list[int] = Field([16, 32, 64, 128, 256, 512], min_length=1)
    """most tokens of each bucket but the last, rising"""

    @field_validator("edges")
    @classmethod
    def rise(cls, edges: list[int]) -> list[int]:
        """Refuses edges that don't rise from 1 or more."""
        if edges != sorted(set(edges)) or edges[0] < 1:
            raise ValueError("edges must rise, from 1 or more")
        return edges


class MistakesParams(BaseModel, extra="forbid", frozen=True):
    """How many mistakes are shown."""

    count: int = Field(20, ge=1)
    """the most confident wrong predictions"""


class NegationParams(BaseModel, extra="forbid", frozen=True):
    """What counts as a negation."""

    words: list[Annotated[str, Field(min_length=1)]] = Field([*NEGATIONS], min_length=1)
    """words that negate, in any case; a contraction (isn't, isnt) always does"""

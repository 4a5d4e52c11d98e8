"""What a user can set about the measures of attention."""

from pydantic import BaseModel, Field


class AttentionMeasuresParams(BaseModel, extra="forbid", frozen=True):
    """How much is measured, and when a head has a name."""

    reviews: int = Field(500, ge=1)
    """test reviews that heads are measured on, drawn at random; all where there are fewer"""
    polarity_words: int = Field(100, ge=1)
    """most telling words of each class, by the training reviews, that count as polarity words"""
    distance_reviews: int = Field(100, ge=1)
    """test reviews, of those above, over which the distances between heads are averaged"""
    distance_tokens: int = Field(16, ge=1)
    """tokens of each, drawn at random, whose attention is compared; all where there are fewer"""
    named_from: float = Field(0.3, gt=0, le=1)
    """least share of its weight that a head is named after"""
    broad_from: float = Field(0.8, gt=0, le=1)
    """least entropy, as a share of uniform attention's, of a head that is called broad"""

"""What a user can set about the exploration."""

from pydantic import BaseModel, Field


class WordsParams(BaseModel, extra="forbid", frozen=True):
    """Which words are drawn, and how far rare ones are held back."""

    frequent: int = Field(20, ge=1, le=50)
    """most frequent words to draw, stop words left out"""
    telling: int = Field(15, ge=1, le=50)
    """telling words to draw for each class"""
    min_count: int = Field(10, ge=1)
    """a word has to occur this often in the training reviews to be drawn as telling"""
    prior_weight: float = Field(0.1, gt=0, le=10)
    """pseudo-counts each class starts from, as a share of a word's count over both classes"""


class ExamplesParams(BaseModel, extra="forbid", frozen=True):
    """How many reviews are shown in full."""

    per_class: int = Field(3, ge=1, le=100)
    """examples of each class, from short to long"""

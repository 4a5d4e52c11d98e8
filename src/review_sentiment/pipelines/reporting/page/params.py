"""What a user can set about the page."""

from pydantic import BaseModel, Field


class PageParams(BaseModel, extra="forbid", frozen=True):
    """How much the page may weigh."""

    attention_megabytes: float = Field(6, gt=0, le=8)
    """all attention weights together, as they stand in the file; the page stays under 10 MB"""
    fewest_weights: int = Field(8, ge=1)
    """of each row of a long review: where fewer would fit, the longest reviews are left out instead"""

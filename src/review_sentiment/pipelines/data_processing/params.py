"""What a user can set about the data."""

from pydantic import BaseModel, Field, model_validator


class SplitParams(BaseModel, extra="forbid", frozen=True):
    """How the reviews are divided; what is left is for training."""

    validation_fraction: float = Field(0.1, gt=0, lt=1)
    """share of the reviews that choices are made on; of the training rows, where a split is given"""
    test_fraction: float = Field(0.2, gt=0, lt=1)
    """share of the reviews that is measured on once; unused where a split is given"""

    @model_validator(mode="after")
    def leave_something_to_train_on(self) -> "SplitParams":
        """Refuses two shares that leave no training reviews."""
        if self.validation_fraction + self.test_fraction >= 1:
            raise ValueError("validation_fraction and test_fraction must add up to less than 1")
        return self

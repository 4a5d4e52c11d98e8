"""What Kedro calls before, during and after a run."""

from review_sentiment.hooks.errors import ErrorHooks
from review_sentiment.hooks.results import ResultHooks

__all__ = ["ErrorHooks", "ResultHooks"]

"""What Kedro calls before, during and after a run."""

from review_sentiment.hooks.errors import ErrorHooks
from review_sentiment.hooks.results import ResultHooks
from review_sentiment.hooks.safety import SafetyHooks

__all__ = ["ErrorHooks", "ResultHooks", "SafetyHooks"]

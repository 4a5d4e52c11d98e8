"""What Kedro calls before, during and after a run."""

from review_sentiment.hooks.checkpoints import CheckpointHooks
from review_sentiment.hooks.errors import ErrorHooks
from review_sentiment.hooks.one_at_a_time import OneRunHooks
from review_sentiment.hooks.results import ResultHooks

__all__ = ["CheckpointHooks", "ErrorHooks", "OneRunHooks", "ResultHooks"]

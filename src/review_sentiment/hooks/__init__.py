"""What Kedro calls before, during and after a run."""

from review_sentiment.hooks.attention_choice import AttentionChoiceHooks
from review_sentiment.hooks.checkpoints import CheckpointHooks
from review_sentiment.hooks.errors import ErrorHooks
from review_sentiment.hooks.one_at_a_time import OneRunHooks
from review_sentiment.hooks.results import ResultHooks
from review_sentiment.hooks.safety import SafetyHooks

__all__ = [
    "AttentionChoiceHooks",
    "CheckpointHooks",
    "ErrorHooks",
    "OneRunHooks",
    "ResultHooks",
    "SafetyHooks",
]

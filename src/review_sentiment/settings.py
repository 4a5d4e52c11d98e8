"""How Kedro runs this project. See https://docs.kedro.org/en/stable/configure/ for all there is."""

import warnings

from review_sentiment.hooks import ErrorHooks, ResultHooks, SafetyHooks

HOOKS = (ErrorHooks(), ResultHooks(), SafetyHooks())

CONFIG_LOADER_ARGS = {
    "base_env": "base",
    "default_run_env": "local",
    # An environment names only what differs: `bert.training.epochs` alone leaves the rest of `bert` as it is.
    "merge_strategy": {"parameters": "soft"},
}

# `reporting` reads `bert.metrics` and its like from outside the namespaces, on purpose.
warnings.filterwarnings("ignore", message="One or more dataset names contain")

"""How Kedro runs this project. See https://docs.kedro.org/en/stable/configure/ for all there is."""

import warnings

from review_sentiment.catalog import WholeDataCatalog
from review_sentiment.configuration import PlainSpokenConfigLoader
from review_sentiment.hooks import (
    AttentionChoiceHooks,
    CheckpointHooks,
    ErrorHooks,
    OneRunHooks,
    ResultHooks,
    SafetyHooks,
)

# Kedro calls the last first: what is wrong with the parameters or missing is said before a lock is taken
HOOKS = (
    OneRunHooks(),
    ErrorHooks(),
    CheckpointHooks(),
    ResultHooks(),
    AttentionChoiceHooks(),
    SafetyHooks(),
)

DATA_CATALOG_CLASS = WholeDataCatalog

CONFIG_LOADER_CLASS = PlainSpokenConfigLoader
CONFIG_LOADER_ARGS = {
    "base_env": "base",
    "default_run_env": "local",
    # An environment names only what differs: `bert.training.epochs` alone leaves the rest of `bert` as it is.
    "merge_strategy": {"parameters": "soft"},
}

# `reporting` reads `bert.metrics` and its like from outside the namespaces, on purpose.
warnings.filterwarnings("ignore", message="One or more dataset names contain")

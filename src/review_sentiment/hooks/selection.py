"""What a command line asks to be run."""

from __future__ import annotations

import click
from kedro.pipeline import Pipeline

from review_sentiment.errors import Refusal, show
from review_sentiment.hooks.parameter_check import suggest

# options of `kedro run` that choose a part of a pipeline, by the names that `Pipeline.filter` has for them
CHOICES = {
    "tags": "tags",
    "from_nodes": "from_nodes",
    "to_nodes": "to_nodes",
    "node_names": "node_names",
    "from_inputs": "from_inputs",
    "to_outputs": "to_outputs",
    "node_namespaces": "namespaces",
}


def refuse_what_is_not_there() -> None:
    """Refuses pipelines, namespaces, nodes, datasets and tags that don't exist.

    So would Kedro, below a traceback. Without a command line, in a notebook, nothing is looked at.
    """
    from review_sentiment.pipeline_registry import register_pipelines

    command = click.get_current_context(silent=True)
    options = command.params if command else {}
    one = options.get("pipeline") or []  # of `kedro catalog` it is a list
    asked = {*([one] if isinstance(one, str) else one), *(options.get("pipelines") or [])}
    chosen = {name: options.get(option) or None for name, option in CHOICES.items()}
    if not asked and not any(chosen.values()):
        return
    known = register_pipelines()
    for name in sorted(asked - set(known)):
        raise Refusal(f"There is no pipeline {show(name)}{suggest(name, set(known))}")
    try:
        sum((known[name] for name in asked or {"__default__"}), Pipeline([])).filter(**chosen)
    except ValueError as error:
        raise Refusal(f"Nothing was run. {error}") from error

"""Errors that a user can mend, in a few lines: the traceback goes to the log file."""

from __future__ import annotations

import logging
from difflib import get_close_matches
from typing import Any, NoReturn, cast

from kedro.config import MissingConfigException
from kedro.framework.context import KedroContext
from kedro.framework.hooks import hook_impl
from kedro.framework.project import pipelines
from kedro.io import CatalogProtocol, DatasetError
from kedro.pipeline import Pipeline
from kedro.pipeline.node import Node

from review_sentiment.errors import Refusal, ReviewSentimentError
from review_sentiment.hooks.parameter_check import find_parameter_errors
from review_sentiment.hooks.selection import refuse_what_is_not_there

logger = logging.getLogger(__name__)

# of two names, from 0 to 1: a letter more or less, and not another dataset of one's own
ALIKE = 0.9
EXPECTED = (ReviewSentimentError, DatasetError, OSError)


class ErrorHooks:
    """Stops a run that cannot succeed before it starts, and says in short why another one stopped."""

    def __init__(self) -> None:
        self._failed: Node | None = None

    @hook_impl
    def after_context_created(self, context: KedroContext) -> None:
        """Checks every parameter: an unknown one, which Kedro would ignore, and a wrong value.

        And what the command line asks for, of which Kedro would complain below a traceback.
        """
        refuse_what_is_not_there()
        try:
            parameters = context.config_loader["parameters"]
        except MissingConfigException as error:
            raise Refusal(str(error)) from error
        problems = find_parameter_errors(parameters, dict(pipelines))
        if problems:
            raise Refusal("\n".join(["Nothing was run, for a wrong parameter:", *problems]))

    @hook_impl
    def after_catalog_created(self, conf_catalog: dict[str, Any]) -> None:
        """Tells of a mistyped entry, beside which Kedro takes the one that was to be replaced."""
        known = {name for pipeline in pipelines.values() for name in pipeline.datasets()}
        for name in sorted(conf_catalog.keys() - known):
            for meant in get_close_matches(name, known, n=1, cutoff=ALIKE):
                logger.warning("No pipeline knows the catalog's `%s`; did you mean `%s`?", name, meant)

    @hook_impl
    def before_pipeline_run(
        self, run_params: dict[str, Any], pipeline: Pipeline, catalog: CatalogProtocol
    ) -> None:
        """Refuses to start without the data that the pipeline takes, and says which command makes them."""
        self._failed = None
        if any(runner in str(run_params.get("runner")) for runner in ("ThreadRunner", "ParallelRunner")):
            raise Refusal(
                "Nodes run one after the other here: trainings share torch's random numbers, which the seed "
                "would no longer decide, and each takes all processors anyway. Leave `--runner` out."
            )
        if run_params.get("only_missing_outputs"):
            return
        try:
            missing = _find_missing(pipeline, catalog)
        except DatasetError as error:  # an entry of the catalog says what its dataset does not allow
            raise Refusal(str(error).strip()) from error
        if missing:
            _refuse(missing, catalog, run_params)

    @hook_impl
    def on_node_error(self, node: Node) -> None:
        """Remembers where it happened."""
        self._failed = node

    @hook_impl
    def on_pipeline_error(self, error: Exception, catalog: CatalogProtocol) -> None:
        """Turns an expected error into a message; any other keeps its traceback, since it is a bug."""
        logger.debug("The run stopped", exc_info=error)
        where = _describe(self._failed, catalog) if self._failed else "The run stopped."
        said = str(error) or type(error).__name__
        if _is_out_of_memory(error):
            advice = "Memory ran out: lower `batch_size` or `max_tokens`, or close other programs."
            raise Refusal(f"{where}\n{advice}\n{said}") from error
        if isinstance(error, EXPECTED):
            raise Refusal(f"{where}\n{said}") from error


def _is_out_of_memory(error: Exception) -> bool:
    """Whether memory was asked for that there isn't; torch says so by two errors of its own."""
    of_a_gpu, of_a_processor = "OutOfMemoryError", "can't allocate memory"
    return isinstance(error, MemoryError) or type(error).__name__ == of_a_gpu or of_a_processor in str(error)


def _find_missing(pipeline: Pipeline, catalog: CatalogProtocol) -> list[str]:
    """The datasets that the pipeline takes and that are not there."""
    return sorted(
        name for name in pipeline.inputs() if not name.startswith("params:") and not catalog.exists(name)
    )


def _refuse(missing: list[str], catalog: CatalogProtocol, run_params: dict[str, Any]) -> NoReturn:
    """Says what the dataset itself says of what no pipeline makes; else, which pipelines to run first."""
    made = {name for pipeline in pipelines.values() for name in pipeline.all_outputs()}
    brought = next((name for name in missing if name not in made), None)
    if brought is None:
        environment = f" --env {run_params['env']}" if run_params.get("env") else ""
        raise Refusal(
            f"This pipeline needs `{missing[0]}`, which has not been made yet. Make it first:\n"
            f"  kedro run --pipelines {','.join(_find_makers(missing, catalog))}{environment}"
        )
    try:
        catalog.load(brought)
    except DatasetError as error:
        raise Refusal(str(error)) from error
    raise Refusal(f"`{brought}` does not exist and no pipeline makes it.")


def _find_makers(missing: list[str], catalog: CatalogProtocol) -> list[str]:
    """The pipelines that make the missing datasets, and what those lack in turn, in the order to run them."""
    makers: list[str] = []
    lacking = set(missing)
    for name, pipeline in reversed(list(pipelines.items())):
        if name != "__default__" and lacking & pipeline.all_outputs():
            makers.insert(0, name)
            lacking |= set(_find_missing(pipeline, catalog))
    return makers


def _describe(node: Node, catalog: CatalogProtocol) -> str:
    """The node that failed, and the files and repositories it reads."""
    sources = []
    for name in node.inputs:
        described = cast(Any, catalog.get(name))._describe()
        place = described.get("filepath") or described.get("repository")
        sources += [f"{name} ({place})"] if place else []
    return f"{node.name} stopped; it reads {', '.join(sources) or 'no file'}."

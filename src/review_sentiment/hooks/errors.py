"""Errors that a user can mend, in a few lines: the traceback goes to the log file."""

from __future__ import annotations

import logging
from typing import Any, NoReturn, cast

import click
from kedro.config import MissingConfigException
from kedro.framework.context import KedroContext
from kedro.framework.hooks import hook_impl
from kedro.framework.project import pipelines
from kedro.io import CatalogProtocol, DatasetError
from kedro.pipeline import Pipeline
from kedro.pipeline.node import Node

from review_sentiment.errors import ReviewSentimentError, printable, show
from review_sentiment.hooks.parameter_check import find_parameter_errors, suggest

logger = logging.getLogger(__name__)

EXPECTED = (ReviewSentimentError, DatasetError, OSError, MemoryError)


class Refusal(click.ClickException):
    """Ends the command with a message, in which nothing that a file says can act on the terminal."""

    def __init__(self, message: str) -> None:
        super().__init__(printable(message))


class ErrorHooks:
    """Stops a run that cannot succeed before it starts, and says in short why another one stopped."""

    def __init__(self) -> None:
        self._failed: Node | None = None

    @hook_impl
    def after_context_created(self, context: KedroContext) -> None:
        """Checks every parameter: an unknown one, which Kedro would ignore, and a wrong value.

        And the names of pipelines, of which Kedro would complain below a traceback.
        """
        _refuse_unknown_pipelines()
        try:
            parameters = context.config_loader["parameters"]
        except MissingConfigException as error:
            raise Refusal(str(error)) from error
        problems = find_parameter_errors(parameters, dict(pipelines))
        if problems:
            raise Refusal("\n".join(["Nothing was run, for a wrong parameter:", *problems]))

    @hook_impl
    def before_pipeline_run(
        self, run_params: dict[str, Any], pipeline: Pipeline, catalog: CatalogProtocol
    ) -> None:
        """Refuses to start without the data that the pipeline takes, and says which command makes them."""
        self._failed = None
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
        if not isinstance(error, EXPECTED):
            return
        where = _describe(self._failed, catalog) if self._failed else "The run stopped."
        raise Refusal(f"{where}\n{str(error) or type(error).__name__}") from error


def _refuse_unknown_pipelines() -> None:
    """Looks at what the command line asks for, where there is one."""
    from review_sentiment.pipeline_registry import register_pipelines

    command = click.get_current_context(silent=True)
    options = command.params if command else {}
    asked = {options.get("pipeline"), *(options.get("pipelines") or [])} - {None, ""}
    if not asked:
        return
    known = set(register_pipelines())
    for name in sorted(asked - known):
        raise Refusal(f"There is no pipeline {show(name)}{suggest(name, known)}")


def _find_missing(pipeline: Pipeline, catalog: CatalogProtocol) -> list[str]:
    """The datasets that the pipeline takes and that are not there."""
    return sorted(
        name for name in pipeline.inputs() if not name.startswith("params:") and not catalog.exists(name)
    )


def _refuse(missing: list[str], catalog: CatalogProtocol, run_params: dict[str, Any]) -> NoReturn:
    """Says which pipelines make what is missing; where none does, what the dataset itself says."""
    pipelines.set_requested(None)  # `--pipelines` hides the others, and one of those makes it
    makers = _find_makers(missing, catalog)
    if makers:
        environment = f" --env {run_params['env']}" if run_params.get("env") else ""
        raise Refusal(
            f"This pipeline needs `{missing[0]}`, which has not been made yet. Make it first:\n"
            f"  kedro run --pipelines {','.join(makers)}{environment}"
        )
    try:
        catalog.load(missing[0])
    except DatasetError as error:
        raise Refusal(str(error)) from error
    raise Refusal(f"`{missing[0]}` does not exist and no pipeline makes it.")


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

"""What a stranger's words may not do: move a cursor, forge a line of the log, lead out of a folder."""

from __future__ import annotations

import logging

from kedro.framework.context import KedroContext
from kedro.framework.hooks import hook_impl
from kedro.pipeline import Pipeline

from review_sentiment.errors import Refusal, printable, show


class SafetyHooks:
    """Keeps the log printable and the paths of datasets below their folders."""

    @hook_impl
    def after_context_created(self, context: KedroContext) -> None:
        """Has every handler that there is spell out what is not printable, in tracebacks too."""
        for handler in logging.getLogger().handlers:
            handler.addFilter(make_printable)

    @hook_impl
    def before_pipeline_run(self, pipeline: Pipeline) -> None:
        """Refuses names from which the catalog would make a path elsewhere; versions Kedro checks itself."""
        for name in sorted(pipeline.datasets()):
            if ".." in name or "/" in name or "\\" in name:
                raise Refusal(
                    f"The dataset name {show(name)} is refused: it becomes part of a path, so it can hold "
                    "neither .. nor a slash or backslash. Rename the architecture or the dataset."
                )


def make_printable(record: logging.LogRecord) -> bool:
    """A filter of log records that lets all pass, each with its words made printable."""
    try:
        message = record.getMessage()
    except Exception:  # of a caller whose words and values don't fit; logging survives that, and so does this
        message = f"{record.msg} {record.args!r}"
    record.msg, record.args = printable(message), None
    if record.exc_info and not record.exc_text:
        record.exc_text = printable(logging.Formatter().formatException(record.exc_info))
    return True

"""Two runs that would write the same data."""

from __future__ import annotations

import os
from pathlib import Path

from kedro.framework.context import KedroContext
from kedro.framework.hooks import hook_impl
from kedro.framework.project import pipelines
from kedro.pipeline import Pipeline

from review_sentiment.errors import Refusal

try:
    import fcntl
except ImportError:  # Windows has other locks; there, two runs are not kept apart
    fcntl = None  # type: ignore[assignment]


class OneRunHooks:
    """Keeps a run out of an environment in which another one is writing what is read again.

    Each saves whole datasets, but one's tokens and the other's encoder would make a classifier of neither. A
    run that writes nothing that any pipeline reads, `scoring`, may go on beside another.

    The lock is on the environment's data folder itself: it leaves no file, and ends with the process.
    """

    def __init__(self) -> None:
        self._folder = Path()
        self._lock: int | None = None

    @hook_impl
    def after_context_created(self, context: KedroContext) -> None:
        """Notes where this environment keeps its data."""
        self._folder = context.project_path / context.config_loader["globals"]["data_dir"]

    @hook_impl
    def before_pipeline_run(self, pipeline: Pipeline) -> None:
        """Takes the lock or refuses to start."""
        self._release()
        read = {name for each in pipelines.values() for name in each.all_inputs()}
        if fcntl is None or not pipeline.all_outputs() & read:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._release()
            raise Refusal(
                f"Another run is writing to {self._folder}. Wait for its end, or take another environment.\n"
                "A notebook in which a run was interrupted has to be restarted first."
            ) from None

    @hook_impl
    def after_pipeline_run(self) -> None:
        """Lets others in."""
        self._release()

    @hook_impl(tryfirst=True)  # the one that says what is wrong raises
    def on_pipeline_error(self) -> None:
        """Lets others in."""
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

import fcntl
import os
from types import SimpleNamespace

import click
import pytest
from kedro.framework.project import configure_project

from review_sentiment.hooks import OneRunHooks
from review_sentiment.pipeline_registry import register_pipelines

PIPELINES = register_pipelines()


@pytest.fixture
def hooks(tmp_path):
    configure_project("review_sentiment")
    hooks = OneRunHooks()
    config = {"globals": {"data_dir": "data"}}
    hooks.after_context_created(SimpleNamespace(project_path=tmp_path, config_loader=config))
    yield hooks
    hooks.after_pipeline_run()


@pytest.fixture
def other_run(tmp_path):
    """Another process's lock: to the system, one that was taken through another opening of the folder."""
    (tmp_path / "data").mkdir()
    lock = os.open(tmp_path / "data", os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    yield lock
    os.close(lock)


def test_a_second_run_is_refused_while_another_writes(hooks, other_run, tmp_path):
    with pytest.raises(click.ClickException) as refusal:
        hooks.before_pipeline_run(PIPELINES["modelling"])
    assert refusal.value.message.startswith(
        f"Another run is writing to {tmp_path}/data. Wait for its end, or take another environment.\n"
    )


def test_scoring_may_go_on_beside_a_training(hooks, other_run):
    hooks.before_pipeline_run(PIPELINES["scoring"])


@pytest.mark.parametrize("end", ["after_pipeline_run", "on_pipeline_error"])
def test_the_end_of_a_run_lets_others_in_and_leaves_no_file(hooks, tmp_path, end):
    hooks.before_pipeline_run(PIPELINES["__default__"])
    lock = os.open(tmp_path / "data", os.O_RDONLY)
    with pytest.raises(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    getattr(hooks, end)()
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(lock)
    assert list((tmp_path / "data").iterdir()) == []

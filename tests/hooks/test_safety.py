import logging
from types import SimpleNamespace

import click
import pytest
from kedro.framework.project import configure_project
from kedro.io import DataCatalog
from kedro.pipeline import Node, Pipeline

from review_sentiment.errors import ReviewSentimentError, printable, show
from review_sentiment.hooks import ErrorHooks, SafetyHooks
from review_sentiment.hooks.safety import make_printable
from review_sentiment.pipeline_registry import register_pipelines
from review_sentiment.pipelines import modelling

# clears the screen, sets the window's title, forges a line, goes back over one, turns what follows around
HOSTILE = "a\x1b[2J\x1b]0;title\x07\rb\x9b1A\u202ec\u2028d"
SPELLED_OUT = r"a\x1b[2J\x1b]0;title\x07\rb\x9b1A\u202ec\u2028d"


@pytest.fixture
def log(tmp_path):
    """A handler of the root logger that writes to a file, as the project's own does."""
    handler = logging.FileHandler(tmp_path / "log", encoding="utf8")
    logging.getLogger().addHandler(handler)
    yield tmp_path / "log"
    logging.getLogger().removeHandler(handler)
    handler.close()
    for other in logging.getLogger().handlers:
        other.removeFilter(make_printable)


def test_what_a_terminal_would_obey_is_spelled_out():
    assert printable(HOSTILE) == SPELLED_OUT
    assert (
        printable("two\nlines\tand \u05e9\u05dc\u05d5\u05dd, \U0001f600 é")
        == "two\nlines\tand \u05e9\u05dc\u05d5\u05dd, \U0001f600 é"
    )


def test_a_value_is_shown_on_one_line_and_not_too_long():
    assert show("a\nb\x1b") == r"'a\nb\x1b'"
    assert show("x" * 10**6) == "'" + "x" * 79 + "… (1,000,002 characters)"
    assert show(1) == "1"


def test_a_message_to_the_user_is_printable():
    configure_project("review_sentiment")
    with pytest.raises(click.ClickException) as refusal:
        ErrorHooks().on_pipeline_error(ReviewSentimentError(HOSTILE), DataCatalog({}))
    assert refusal.value.message == f"The run stopped.\n{SPELLED_OUT}"


def test_the_log_is_printable(log):
    SafetyHooks().after_context_created(SimpleNamespace())
    logging.getLogger("anyone").warning("Ignored: %s and %d", HOSTILE, 7)
    assert log.read_text() == f"Ignored: {SPELLED_OUT} and 7\n"


def test_words_and_values_that_do_not_fit_are_logged_beside_each_other(log):
    SafetyHooks().after_context_created(SimpleNamespace())
    logging.getLogger("anyone").warning("deprecated", 7)  # noqa: PLE1205 - a library's mistake
    assert log.read_text() == "deprecated (7,)\n"


def test_a_traceback_in_the_log_is_printable(log):
    SafetyHooks().after_context_created(SimpleNamespace())
    SafetyHooks().after_context_created(SimpleNamespace())  # a session may follow another
    try:
        raise ValueError(HOSTILE)
    except ValueError:
        logging.getLogger("anyone").exception("It stopped")
    text = log.read_text()
    assert f"ValueError: {SPELLED_OUT}" in text
    assert "Traceback (most recent call last)" in text
    assert printable(text) == text


@pytest.mark.parametrize("name", ["../../elsewhere", "..", "a/b", "a\\b", "/etc"])
def test_an_architecture_whose_name_is_a_path_is_refused(name):
    with pytest.raises(click.ClickException, match="is refused: it becomes part of a path"):
        SafetyHooks().before_pipeline_run(modelling.create_pipeline((name,)))


def test_a_dataset_whose_name_is_a_path_is_refused():
    pipeline = Pipeline([Node(len, inputs="../x_reviews", outputs="count", name="count")])
    with pytest.raises(click.ClickException, match=r"'\.\./x_reviews' is refused"):
        SafetyHooks().before_pipeline_run(pipeline)


def test_the_pipelines_that_there_are_pass():
    for pipeline in register_pipelines().values():
        SafetyHooks().before_pipeline_run(pipeline)

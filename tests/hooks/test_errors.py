import logging
import re
from types import SimpleNamespace

import click
import pytest
import torch
from kedro.framework.project import configure_project
from kedro.io import AbstractDataset, DataCatalog, DatasetError, MemoryDataset
from kedro.pipeline import Node
from kedro.runner import ParallelRunner, SequentialRunner, ThreadRunner

from review_sentiment.datasets import HubReviewsDataset, ReviewTableDataset
from review_sentiment.errors import ReviewSentimentError
from review_sentiment.hooks import ErrorHooks
from review_sentiment.pipeline_registry import register_pipelines

PIPELINES = register_pipelines()


@pytest.fixture(autouse=True)
def configured():
    configure_project("review_sentiment")


def fill_catalog(absent=None):
    """A catalog with everything that any pipeline takes, but for the absent datasets."""
    names = {name for pipeline in PIPELINES.values() for name in pipeline.inputs()}
    there = {name: MemoryDataset(1) for name in names if not name.startswith("params:")}
    return DataCatalog(there | (absent or {}))


def start(pipeline_name, catalog, **run_params):
    run_params = {"env": None, "only_missing_outputs": False} | run_params
    ErrorHooks().before_pipeline_run(run_params, PIPELINES[pipeline_name], catalog)


def test_a_run_with_all_its_data_starts():
    for name in PIPELINES:
        start(name, fill_catalog())


@pytest.mark.parametrize(("env", "option"), [(None, ""), ("imdb", " --env imdb")])
def test_a_run_without_its_data_names_the_command_that_makes_them(env, option):
    with pytest.raises(click.ClickException) as refusal:
        start("scoring", fill_catalog({"bert.classifier": MemoryDataset()}), env=env)
    assert refusal.value.message == (
        "This pipeline needs `bert.classifier`, which has not been made yet. Make it first:\n"
        f"  kedro run --pipelines modelling{option}"
    )


def test_the_command_makes_all_that_is_missing():
    catalog = fill_catalog({"train_reviews": MemoryDataset(), "bert.encoder": MemoryDataset()})
    with pytest.raises(click.ClickException) as refusal:
        start("modelling", catalog)
    assert refusal.value.message.endswith("  kedro run --pipelines data_processing,pretraining")


@pytest.mark.parametrize("made", [{}, {"bert.classifier": MemoryDataset()}])
def test_a_run_without_what_only_a_user_can_bring_says_what_the_dataset_says(tmp_path, made):
    file = tmp_path / "new_reviews.csv"
    with pytest.raises(click.ClickException, match=re.escape(f"There is no file or folder {file}")):
        start("scoring", fill_catalog({"new_reviews": ReviewTableDataset(filepath=str(file))} | made))


def test_an_entry_of_the_catalog_that_is_wrong_is_told_in_short():
    entry = {
        "type": "review_sentiment.datasets.HubModelDataset",
        "repository": "roberta-base",
        "commit": "main",
    }
    with pytest.raises(click.ClickException, match=r"^`commit` of roberta-base is 'main'") as refusal:
        start("pretraining", DataCatalog.from_config({"roberta.checkpoint": entry}))
    assert "Failed to instantiate dataset 'roberta.checkpoint'" in refusal.value.message


def test_a_mistyped_entry_of_the_catalog_is_told(caplog):
    entries = {
        "raw_reviews": {},
        "raw_review": {},
        "my_notes": {},
        "{namespace}.encoder": {},
        "_template": {},
    }
    ErrorHooks().after_catalog_created(entries)
    assert caplog.messages == ["No pipeline knows the catalog's `raw_review`; did you mean `raw_reviews`?"]


class SilentDataset(AbstractDataset):
    """Is not there, and does not say so."""

    def load(self):
        return None

    def save(self, data):
        raise NotImplementedError

    def _exists(self):
        return False

    def _describe(self):
        return {}


def test_a_missing_dataset_that_says_nothing_is_named():
    with pytest.raises(click.ClickException) as refusal:
        start("scoring", fill_catalog({"new_reviews": SilentDataset()}))
    assert refusal.value.message == "`new_reviews` does not exist and no pipeline makes it."


def test_kedro_finds_what_a_run_of_missing_outputs_needs():
    catalog = fill_catalog({"bert.classifier": MemoryDataset()})
    start("scoring", catalog, only_missing_outputs=True)


def create_context(**parameters):
    right = {
        "split": {},
        "words": {},
        "examples": {},
        "seed": 0,
        "seeds": [],
        "attention": {},
        "lengths": {},
        "mistakes": {},
        "differences": {},
        "attention_measures": {},
        "page": {},
        "faithfulness": {},
        "ablation": {},
        "confidences": {},
        "negations": {},
        "disagreements": {},
        "baseline": {"regression": {}},
    }
    groups = ("vocabulary", "masked_language_model", "tokenization", "training", "prediction")
    lane = {group: {} for group in groups}
    parameters = right | {"bert": lane, "roberta": lane} | parameters
    return SimpleNamespace(config_loader={"parameters": parameters})


def test_right_parameters_let_a_run_start():
    ErrorHooks().after_context_created(create_context())


@pytest.mark.parametrize(
    ("seeds", "line"),
    [
        (3, "seeds is 3: input should be a valid list"),
        ([1, "x"], "seeds.1 is 'x': input should be a valid integer"),
        ([-1], "seeds.0 is -1: input should be greater than or equal to 0"),
    ],
)
def test_wrong_seeds_stop_a_run(seeds, line):
    with pytest.raises(click.ClickException, match=line):
        ErrorHooks().after_context_created(create_context(seeds=seeds))


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_that_no_library_takes_stops_a_run(seed):
    with pytest.raises(click.ClickException, match=f"seed is {seed}: input should be "):
        ErrorHooks().after_context_created(create_context(seed=seed))


def test_wrong_parameters_stop_a_run_with_a_line_for_each():
    context = create_context(seeed=1, words={"frequent": 0})
    with pytest.raises(click.ClickException) as refusal:
        ErrorHooks().after_context_created(context)
    assert refusal.value.message == (
        "Nothing was run, for a wrong parameter:\n"
        "  seeed is unknown; did you mean seed?\n"
        "  words.frequent is 0: input should be greater than or equal to 1"
    )


def stop(error, *, at_a_node=True):
    """What Kedro calls when a node, or the run around it, fails."""
    hooks = ErrorHooks()
    if at_a_node:
        hooks.on_node_error(Node(len, inputs="raw_reviews", outputs="reviews", name="count"))
    table = ReviewTableDataset(filepath="data/mine.csv")
    hooks.on_pipeline_error(error, DataCatalog({"raw_reviews": table}))


@pytest.mark.parametrize("error", [ReviewSentimentError("row 3"), DatasetError("row 3"), OSError("row 3")])
def test_an_expected_error_is_told_with_its_node_and_the_file_it_reads(error):
    with pytest.raises(click.ClickException) as refusal:
        stop(error)
    assert refusal.value.message == "count stopped; it reads raw_reviews (data/mine.csv).\nrow 3"


def test_where_the_reviews_are_the_hubs_its_repository_is_named():
    hooks = ErrorHooks()
    hooks.on_node_error(Node(len, inputs="raw_reviews", outputs="reviews", name="count"))
    reviews = HubReviewsDataset(repository="stanfordnlp/imdb", commit=40 * "0")
    with pytest.raises(click.ClickException, match=r"it reads raw_reviews \(stanfordnlp/imdb\)"):
        hooks.on_pipeline_error(DatasetError("row 3"), DataCatalog({"raw_reviews": reviews}))


def test_an_error_without_a_message_is_told_by_its_kind():
    with pytest.raises(click.ClickException, match=r"\nTimeoutError$"):
        stop(TimeoutError())


@pytest.mark.parametrize("error", [MemoryError(), torch.OutOfMemoryError("CUDA out of memory.")])
def test_memory_that_runs_out_is_told_with_what_to_lower(error):
    with pytest.raises(click.ClickException, match="Memory ran out: lower `batch_size` or `max_tokens`"):
        stop(error)


def test_what_torch_says_when_a_processors_memory_runs_out_is_known():
    with pytest.raises(RuntimeError) as out_of_memory:
        torch.empty(2**60, dtype=torch.uint8)
    with pytest.raises(click.ClickException, match="Memory ran out"):
        stop(out_of_memory.value)


@pytest.mark.parametrize("runner", [ThreadRunner(), ParallelRunner()])
def test_a_runner_that_would_mix_trainings_is_refused(runner):
    with pytest.raises(click.ClickException, match="Leave `--runner` out"):
        start("data_processing", fill_catalog(), runner=str(runner))


def test_the_usual_runner_starts():
    start("data_processing", fill_catalog(), runner=str(SequentialRunner()))


def test_an_error_outside_the_nodes_is_told_without_one():
    with pytest.raises(click.ClickException) as refusal:
        stop(DatasetError("no table"), at_a_node=False)
    assert refusal.value.message == "The run stopped.\nno table"


def test_a_node_that_reads_no_file_says_so():
    hooks = ErrorHooks()
    hooks.on_node_error(Node(len, inputs="table", outputs="length", name="count"))
    with pytest.raises(click.ClickException, match=r"^count stopped; it reads no file\.\nrow 3$"):
        hooks.on_pipeline_error(OSError("row 3"), DataCatalog({"table": MemoryDataset([])}))


def test_the_traceback_of_an_expected_error_goes_to_the_log(caplog):
    error = OSError("disk full")
    with caplog.at_level(logging.DEBUG, "review_sentiment"), pytest.raises(click.ClickException):
        stop(error)
    assert [record.exc_info[1] for record in caplog.records] == [error]


def test_a_bug_keeps_its_traceback_and_the_log_has_it_too(caplog):
    bug = ZeroDivisionError("division by zero")
    with caplog.at_level(logging.DEBUG, "review_sentiment"):
        stop(bug)  # raises nothing in its place: Kedro goes on raising the bug
    assert [record.exc_info[1] for record in caplog.records] == [bug]

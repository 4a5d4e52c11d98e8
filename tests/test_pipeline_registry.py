import subprocess
import sys

import pytest

from review_sentiment.pipeline_registry import ARCHITECTURES, register_pipelines
from review_sentiment.pipelines import modelling, pretraining, reporting, scoring

PIPELINES = register_pipelines()
DEFAULT = PIPELINES["__default__"]


def find_readers(pipeline, *datasets):
    return {node.name for node in pipeline.nodes if not {*datasets}.isdisjoint(node.inputs)}


def list_nodes(pipeline, architecture):
    """The nodes of an architecture, its own name left out of theirs and of what they take and give."""
    nodes = pipeline.only_nodes_with_namespaces([architecture]).nodes
    return [repr(node).replace(f"{architecture}.", "") for node in nodes]


def test_each_pipeline_has_a_name():
    assert list(PIPELINES) == [
        "__default__",
        "data_processing",
        "exploration",
        "pretraining",
        "modelling",
        "reporting",
        "scoring",
    ]
    assert ARCHITECTURES == ("bert", "roberta")


def test_a_plain_run_goes_from_raw_reviews_to_the_report_and_scores_nothing():
    names = ("data_processing", "exploration", "pretraining", "modelling", "reporting")
    expected = {node.name for name in names for node in PIPELINES[name].nodes}
    assert {node.name for node in DEFAULT.nodes} == expected
    assert not expected & {node.name for node in PIPELINES["scoring"].nodes}


def test_a_plain_run_takes_nothing_but_reviews_checkpoints_and_parameters():
    data = {name for name in DEFAULT.inputs() if not name.startswith("params:")}
    kept = {name for name in data if name.endswith("_checkpoints")}  # between runs
    checkpoints = {f"{name}.checkpoint" for name in ARCHITECTURES}
    assert data - kept == {"raw_reviews", "raw_unlabelled_reviews", *checkpoints}


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_no_classifier_has_seen_the_test_reviews(architecture):
    upstream = DEFAULT.to_outputs(f"{architecture}.classifier")
    assert f"{architecture}.train_classifier" in {node.name for node in upstream.nodes}
    assert find_readers(upstream, "test_reviews", f"{architecture}.test_tokens") == set()
    assert find_readers(upstream, "reviews") == {"split_reviews", "clean_unlabelled_reviews"}


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_no_encoder_has_seen_more_than_the_training_reviews_and_unlabelled_text(architecture):
    upstream = DEFAULT.to_outputs(f"{architecture}.encoder")
    readers = {f"{architecture}.build_encoder", f"{architecture}.adapt_encoder"}
    assert find_readers(upstream, "train_reviews") == readers
    assert find_readers(upstream, "unlabelled_reviews") == {f"{architecture}.adapt_encoder"}
    assert find_readers(upstream, "validation_reviews", "test_reviews") == set()
    assert find_readers(upstream, "reviews") == {"split_reviews", "clean_unlabelled_reviews"}


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_classifier_is_trained_on_training_reviews_and_chosen_on_validation_reviews(architecture):
    training = next(node for node in DEFAULT.nodes if node.name == f"{architecture}.train_classifier")
    tokens = [name.removeprefix(f"{architecture}.") for name in training.inputs if name.endswith("tokens")]
    assert tokens == ["train_tokens", "validation_tokens"]


@pytest.mark.parametrize("part", [pretraining, modelling, reporting, scoring])
def test_a_third_architecture_is_a_name_and_no_code(part):
    pipeline = part.create_pipeline(("bert", "roberta", "third"))
    assert list_nodes(pipeline, "third")
    assert list_nodes(pipeline, "third") == list_nodes(pipeline, "bert") == list_nodes(pipeline, "roberta")
    others = pipeline - pipeline.only_nodes_with_namespaces(["third"])
    if part is not reporting:  # whose comparison is over all
        assert {node.name for node in others.nodes} == {
            node.name for node in part.create_pipeline(ARCHITECTURES).nodes
        }


@pytest.mark.parametrize("part", [pretraining, modelling, reporting, scoring])
def test_an_architecture_stands_alone(part):
    names = part.create_pipeline(["third"]).datasets()
    assert any(name.startswith("third.") for name in names)
    assert not [name for name in names if "bert" in name]


def test_the_comparison_is_over_the_baseline_and_every_architecture():
    pipeline = reporting.create_pipeline(("bert", "third"))
    comparison = pipeline.only_nodes("compare_models")
    assert comparison.inputs() == {"baseline.metrics", "bert.metrics", "third.metrics"}


def test_start_up_imports_nothing_that_is_slow():
    code = """
import sys
from review_sentiment import hooks, settings
from review_sentiment.pipeline_registry import register_pipelines
register_pipelines()
heavy = ("torch", "transformers", "pytorch_lightning", "seaborn", "sklearn", "scipy", "matplotlib")
print([name for name in (*heavy, "pandas") if name in sys.modules])
from review_sentiment import datasets
print([name for name in heavy if name in sys.modules])
"""
    listed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert listed.stdout.splitlines()[-2:] == ["[]", "[]"]

"""Nothing that is fitted or chosen has seen a test review: read off the pipelines themselves."""

import pytest

from review_sentiment.pipeline_registry import ARCHITECTURES, register_pipelines

EVERYTHING = register_pipelines()["__default__"]
# what is fitted, or chosen by looking at reviews
WHAT = ("encoder", "classifier", "training_history", "temperature")
FITTED = [f"{name}.{what}" for name in ARCHITECTURES for what in WHAT] + ["word_statistics"]
# the reviews of all splits together: only what divides them, or leaves the labelled ones out, may take these
UNDIVIDED = {"raw_reviews", "checked_reviews", "reviews"}


@pytest.mark.parametrize("dataset", FITTED)
def test_what_is_fitted_comes_of_no_test_reviews(dataset):
    made_of = EVERYTHING.to_outputs(dataset)
    # `split_reviews` makes the test split beside the others; nobody on the way to a classifier takes it
    taken = {name for node in made_of.nodes for name in node.inputs}
    assert not {name for name in taken if "test_reviews" in name or "test_tokens" in name}
    assert "train_reviews" in taken
    preparing = set(register_pipelines()["data_processing"].nodes)
    assert {node for node in made_of.nodes if UNDIVIDED & set(node.inputs)} <= preparing


# the baseline's one node fits and predicts, so that what its temperature is made of has taken the test split
@pytest.mark.parametrize("model", ["baseline", *ARCHITECTURES])
def test_a_temperature_is_fitted_on_validation_predictions_alone(model):
    (node,) = EVERYTHING.only_nodes_with_outputs(f"{model}.temperature").nodes
    assert node.inputs == [f"{model}.validation_predictions"]


def test_the_check_would_see_a_leak():
    made_of = EVERYTHING.to_outputs("bert.metrics")
    assert "bert.test_tokens" in {name for node in made_of.nodes for name in node.inputs}
    undivided = EVERYTHING.only_nodes_with_inputs(*UNDIVIDED).nodes
    assert not set(undivided) <= set(register_pipelines()["data_processing"].nodes)  # the profile takes them


def test_predictions_of_the_test_split_go_into_reports_alone():
    readers = EVERYTHING.only_nodes_with_inputs(
        *(f"{name}.predictions" for name in ("baseline", *ARCHITECTURES))
    )
    assert readers.nodes
    reporting = register_pipelines()["reporting"]
    assert set(readers.nodes) <= set(reporting.nodes)
    trained = [name for name in FITTED if not name.endswith("temperature")]  # which reporting fits itself
    assert not reporting.all_outputs() & EVERYTHING.to_outputs(*trained).datasets()

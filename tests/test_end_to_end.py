"""One real run in environment `test`, in a process of its own, and what it leaves behind."""

import math
import shutil
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
import torch
from kedro.framework.session import KedroSession
from kedro.framework.startup import bootstrap_project
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from review_sentiment.hooks.results import format_comparison
from review_sentiment.pipeline_registry import ARCHITECTURES, register_pipelines
from review_sentiment.pipelines.modelling.nodes import classify_reviews
from review_sentiment.pipelines.modelling.params import PredictionParams

DEFAULT = register_pipelines()["__default__"]
MODELS = ("baseline", *ARCHITECTURES)
METRICS = {
    "accuracy",
    "macro_f1",
    "precision",
    "recall",
    "roc_auc",
    "log_loss",
    "parameters",
    "training_seconds",
    "reviews_per_second",
}
# Float32 networks of 2 layers agree to this in whatever batches they run.
SAME = 1e-6


def open_session(folder):
    bootstrap_project(folder)
    return KedroSession.create(folder, env="test")


@pytest.fixture(scope="module")
def context(finished_project):
    return open_session(finished_project.folder).load_context()


@pytest.fixture(scope="module")
def catalog(context):
    return context.catalog


def list_results(folder):
    files = [path for path in (folder / "data").rglob("*") if path.is_file()]
    return {path: path.stat().st_mtime_ns for path in files if path.name != "scored_reviews.csv"}


def test_the_run_succeeds_without_a_network(finished_project):
    run = finished_project.run
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    assert "Pipeline execution completed successfully" in run.stdout
    assert "NETWORK" not in run.stderr


def test_the_screen_ends_with_the_comparison_the_report_and_the_figures(finished_project, catalog):
    results, figures = finished_project.run.stdout.split("\n\nFigures:\n")
    table, report = results.split("\n\nReport:\n")
    assert finished_project.folder / report.strip() == catalog.get("report")._get_load_path()
    comparison = catalog.load("model_comparison")
    assert list(comparison["model"]) == list(MODELS)
    assert table.endswith(format_comparison(comparison))
    files = figures.splitlines()
    assert len(files) == len({name for name in DEFAULT.all_outputs() if ".png" in str(catalog.get(name))})
    assert [file for file in files if not (finished_project.folder / file.strip()).is_file()] == []


def test_every_output_of_the_pipelines_is_there(catalog):
    assert {name for name in DEFAULT.all_outputs() if not catalog.exists(name)} == set()


def test_nothing_is_written_outside_the_environment_s_folder(finished_project):
    data = finished_project.folder / "data"
    folders = {path.relative_to(data).parts[0] for path in data.rglob("*") if path.is_file()}
    assert folders - {"01_raw"} == {"test"}
    assert not (finished_project.folder / "lightning_logs").exists()


def test_all_versions_are_of_the_one_run(catalog):
    versions = {
        name: catalog.get(name).resolve_load_version()
        for name in DEFAULT.all_outputs()
        if getattr(catalog.get(name), "_version", None)
    }
    assert {f"{name}.{kind}" for name in ARCHITECTURES for kind in ("classifier", "metrics")} <= set(versions)
    assert len(set(versions.values())) == 1


def test_nothing_half_written_is_left(finished_project):
    assert [path for path in finished_project.folder.rglob("*unfinished*") if "/src/" not in str(path)] == []


def test_the_splits_are_70_10_and_20_percent(catalog):
    lengths = [len(catalog.load(f"{split}_reviews")) for split in ("train", "validation", "test")]
    assert lengths == [56, 8, 16]


@pytest.mark.parametrize("model", MODELS)
def test_there_is_one_prediction_for_each_test_review(catalog, model):
    predictions, reviews = catalog.load(f"{model}.predictions"), catalog.load("test_reviews")
    columns = ["review_id", "label", "prediction", "probability", "tokens", "truncated"]
    assert list(predictions.columns) == columns
    assert predictions["review_id"].is_unique
    assert list(predictions["review_id"]) == list(reviews["review_id"])
    assert list(predictions["label"]) == [int(name == "positive") for name in reviews["sentiment"]]
    assert list(predictions["prediction"]) == [int(share > 0.5) for share in predictions["probability"]]
    assert predictions["probability"].between(0, 1).all()


@pytest.mark.parametrize("model", MODELS)
def test_there_is_one_prediction_for_each_validation_review(catalog, model):
    predictions = catalog.load(f"{model}.validation_predictions")
    assert list(predictions["review_id"]) == list(catalog.load("validation_reviews")["review_id"])


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_long_reviews_are_cut_and_counted(catalog, context, architecture):
    limit = context.params[architecture]["tokenization"].max_tokens
    tokens = catalog.load(f"{architecture}.test_tokens")
    assert list(tokens["input_ids"].map(len)) == [min(length, limit) for length in tokens["tokens"]]
    assert list(tokens["truncated"]) == list(tokens["tokens"] > limit)
    cut = int(catalog.load(f"{architecture}.predictions")["truncated"].sum())
    assert catalog.load(f"{architecture}.metrics")["truncated_reviews"] == cut


def test_environment_test_cuts_some_reviews(catalog):
    assert any(
        catalog.load(f"{architecture}.test_tokens")["truncated"].any() for architecture in ARCHITECTURES
    )


@pytest.mark.parametrize("model", MODELS)
def test_metrics_are_those_of_the_predictions(catalog, model):
    metrics, predictions = catalog.load(f"{model}.metrics"), catalog.load(f"{model}.predictions")
    assert set(metrics) >= METRICS
    # a network that has learned nothing may never say "positive", and then has no precision
    assert {type(value) for name, value in metrics.items() if name != "precision"} <= {int, float}
    assert [name for name in metrics if "/" in name] == []
    right = predictions["label"] == predictions["prediction"]
    assert metrics["accuracy"] == sum(right) / 16
    of_label = np.where(predictions["label"] == 1, predictions["probability"], 1 - predictions["probability"])
    assert metrics["log_loss"] == pytest.approx(-np.log(of_label).mean(), abs=1e-12)
    assert min(metrics["parameters"], metrics["training_seconds"], metrics["reviews_per_second"]) > 0


def test_the_comparison_repeats_the_metrics_unrounded(catalog):
    comparison = catalog.load("model_comparison").set_index("model")
    for model in MODELS:
        metrics = catalog.load(f"{model}.metrics")
        assert comparison.loc[model].to_dict() == {name: metrics[name] for name in comparison.columns}


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_training_history_has_a_row_for_each_step(catalog, context, architecture):
    training = context.params[architecture]["training"]
    steps_an_epoch = math.ceil(56 / training.batch_size)
    last_steps = [steps_an_epoch * (epoch + 1) for epoch in range(training.epochs)]
    history = catalog.load(f"{architecture}.training_history")
    assert list(history["step"]) == list(range(1, last_steps[-1] + 1))
    assert list(history.loc[history["validation_loss"].notna(), "step"]) == last_steps


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_an_encoder_is_not_trained_further_unless_that_is_asked_for(catalog, architecture):
    assert catalog.load(f"{architecture}.pretraining_summary") == {"enabled": False}
    assert catalog.load(f"{architecture}.pretraining_history").empty
    start, encoder = (catalog.load(f"{architecture}.{name}") for name in ("starting_encoder", "encoder"))
    weights = encoder.network.state_dict()
    assert all(torch.equal(weights[key], tensor) for key, tensor in start.network.state_dict().items())


def test_one_parameter_trains_an_encoder_further_on_reviews_and_unlabelled_text(project):
    bootstrap_project(project)
    switched = {name: {"masked_language_model": {"enabled": True}} for name in ARCHITECTURES}
    with KedroSession.create(project, env="test", runtime_params=switched) as session:
        session.run(pipeline_names=["data_processing", "pretraining"])
    catalog = open_session(project).load_context().catalog
    assert len(catalog.load("unlabelled_reviews")) == 20
    for architecture, masking in (("bert", "static"), ("roberta", "dynamic")):
        summary = catalog.load(f"{architecture}.pretraining_summary")
        assert (summary["enabled"], summary["masking"]) == (True, masking)
        assert summary["held_out_perplexity_after"] < summary["held_out_perplexity_before"]
        assert catalog.load(f"{architecture}.pretraining_history")["step"].max() == summary["steps"]
        start, encoder = (catalog.load(f"{architecture}.{name}") for name in ("starting_encoder", "encoder"))
        name = "encoder.layer.1.output.dense.weight"
        assert not torch.equal(start.network.state_dict()[name], encoder.network.state_dict()[name])
        assert not catalog.load(f"{architecture}.pretraining_checkpoints").exists()


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_reloaded_classifier_predicts_what_was_saved(catalog, context, architecture):
    saved = catalog.load(f"{architecture}.predictions")
    classifier, tokens = (
        catalog.load(f"{architecture}.classifier"),
        catalog.load(f"{architecture}.test_tokens"),
    )
    again = classify_reviews(classifier, tokens, context.params[architecture]["prediction"])
    assert list(again["prediction"]) == list(saved["prediction"])
    assert list(again["probability"]) == pytest.approx(list(saved["probability"]), abs=SAME)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_plain_transformers_opens_the_classifier(catalog, context, architecture):
    folder = catalog.get(f"{architecture}.classifier")._get_load_path()
    network = AutoModelForSequenceClassification.from_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert network.config.id2label == {0: "negative", 1: "positive"}
    limit = context.params[architecture]["tokenization"].max_tokens
    texts = catalog.load("test_reviews")["review"].tolist()
    batch = tokenizer(texts, truncation=True, max_length=limit, padding=True, return_tensors="pt")
    with torch.inference_mode():
        probabilities = network(**batch).logits.softmax(dim=-1)[:, 1].tolist()
    # What the run saved is rounded to bfloat16 where that is faster; plain transformers never is.
    classifier, tokens = (
        catalog.load(f"{architecture}.classifier"),
        catalog.load(f"{architecture}.test_tokens"),
    )
    exact = classify_reviews(classifier, tokens, PredictionParams(precision="float32"))
    assert probabilities == pytest.approx(list(exact["probability"]), abs=SAME)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_attention_of_every_head_is_kept(catalog, architecture):
    attention = catalog.load(f"{architecture}.attention_weights")
    assert attention.weights.shape == (2, 2, len(attention.tokens), len(attention.tokens))
    assert attention.weights.sum(axis=-1) == pytest.approx(np.ones(attention.weights.shape[:-1]), abs=1e-5)


@pytest.mark.parametrize("model", MODELS)
def test_calibration_is_of_the_test_reviews_with_a_temperature_of_the_validation_reviews(catalog, model):
    calibration = catalog.load(f"{model}.calibration")
    assert (calibration["reviews"], calibration["validation_reviews"]) == (16, 8)
    assert catalog.load(f"{model}.reliability").groupby("scaling")["count"].sum().tolist() == [16, 16]


def test_every_pair_of_models_is_compared(catalog):
    pairs = catalog.load("paired_comparison")
    assert pairs[["first", "second"]].to_numpy().tolist() == [[*pair] for pair in combinations(MODELS, 2)]
    accuracies = {model: catalog.load(f"{model}.metrics")["accuracy"] for model in MODELS}
    assert pairs["first_accuracy"].tolist() == pairs["first"].map(accuracies).tolist()
    assert pairs["second_accuracy"].tolist() == pairs["second"].map(accuracies).tolist()


def test_without_other_seeds_the_spread_is_that_of_one(catalog):
    assert catalog.load("seed_spread")["seeds"].tolist() == [1] * len(ARCHITECTURES)
    assert [len(catalog.load(f"{name}.seed_predictions")) for name in ARCHITECTURES] == [0] * len(
        ARCHITECTURES
    )


def test_one_parameter_trains_further_seeds(finished_project, tmp_path):
    folder = tmp_path / "project"
    shutil.copytree(finished_project.folder, folder, symlinks=True)
    seed_nodes = [
        f"{name}.{what}" for name in ARCHITECTURES for what in ("train_other_seeds", "measure_seeds")
    ]
    bootstrap_project(folder)
    with KedroSession.create(folder, env="test", runtime_params={"seeds": [0, 1]}) as session:
        session.run(node_names=[*seed_nodes, "compare_seeds"])
    catalog = open_session(folder).load_context().catalog
    assert catalog.load("seed_spread")["seeds"].tolist() == [2] * len(ARCHITECTURES)
    for architecture in ARCHITECTURES:
        seeds = catalog.load(f"{architecture}.seed_accuracies")
        assert seeds["seed"].tolist() == [0, 1]
        assert seeds["accuracy"][0] == catalog.load(f"{architecture}.metrics")["accuracy"]
        others = catalog.load(f"{architecture}.seed_predictions")
        assert others["review_id"].tolist() == catalog.load("test_reviews")["review_id"].tolist()


def test_finished_nodes_do_not_run_again_when_missing_outputs_are_asked_for(finished_project, run_kedro):
    before = list_results(finished_project.folder)
    run = run_kedro(finished_project.folder, "run", "--env", "test", "--only-missing-outputs")
    assert run.returncode == 0, run.stderr[-3000:]
    assert f"Skipping all {len(DEFAULT.nodes)} nodes" in run.stdout
    assert "Running node" not in run.stdout
    assert list_results(finished_project.folder) == before


def test_new_reviews_are_scored_in_their_order(finished_project, catalog, monkeypatch):
    known = catalog.load("test_reviews").iloc[::-1].reset_index(drop=True)
    file = finished_project.folder / "data/01_raw/new_reviews.csv"
    texts = [*known["review"][:3], "", *known["review"][3:]]
    pd.DataFrame({"id": [f"r{row:02}" for row in range(17)], "review": texts}).to_csv(file, index=False)
    with open_session(finished_project.folder) as session:
        session.run(pipeline_names=["scoring"])
    file.unlink()
    for architecture in ARCHITECTURES:
        scored = catalog.load(f"{architecture}.scored_reviews")
        assert list(scored["review_id"]) == [f"r{row:02}" for row in range(17)]
        assert list(scored["review"].fillna("")) == texts
        assert list(scored.index[scored["probability"].isna()]) == [3]
        assert pd.isna(scored["sentiment"][3])
        saved = catalog.load(f"{architecture}.predictions").iloc[::-1]
        rest = scored.drop(index=3)
        assert list(rest["probability"]) == pytest.approx(list(saved["probability"]), abs=SAME)
        assert list(rest["sentiment"]) == list(saved["prediction"].map({0: "negative", 1: "positive"}))

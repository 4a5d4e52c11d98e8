"""Environment `full` with tiny repositories in place of the real ones: all but the size is the same."""

import click
import hub_repositories
import pytest
from kedro.framework.session import KedroSession
from kedro.framework.startup import bootstrap_project

from review_sentiment.datasets import SyntheticReviewsDataset
from review_sentiment.pipeline_registry import ARCHITECTURES
from review_sentiment.pipelines.modelling.truncation import kept_positions

# What 2 layers with 2 heads and 80 reviews of two sentences call for; everything else is the real recipe.
TINY = {"attention": {"layer": 1, "head": 1}}


def open_session(project):
    bootstrap_project(project)
    return KedroSession.create(project, env="full", runtime_params=TINY)


@pytest.fixture
def repositories(hub, project, tmp_path, tiny_encoder, tiny_roberta):
    """The three repositories that the catalog names, at its commits."""
    catalog = open_session(project).load_context().config_loader["catalog"]
    folders = {name: tmp_path / name for name in ("raw_reviews", "bert.checkpoint", "roberta.checkpoint")}
    for name, folder in folders.items():
        hub.add(catalog[name]["repository"], catalog[name]["commit"], folder)
    hub_repositories.write_imdb(folders["raw_reviews"], SyntheticReviewsDataset(rows=80).load(), ["A film."])
    for write, name, tokenizer in (
        (hub_repositories.write_bert, "bert.checkpoint", tiny_encoder.tokenizer),
        (hub_repositories.write_roberta, "roberta.checkpoint", tiny_roberta.tokenizer),
    ):
        write(folders[name], tokenizer, **hub_repositories.TINY, vocab_size=len(tokenizer))
    return hub


def run(project, *pipelines):
    with open_session(project) as session:
        session.run(pipeline_names=list(pipelines))


def test_the_whole_of_it_runs_and_goes_to_the_network_once(repositories, project):
    run(project, "data_processing", "exploration", "pretraining", "modelling", "reporting")
    catalog = open_session(project).load_context().catalog
    assert len(catalog.load("model_comparison")) == 3
    assert [len(catalog.load(f"{split}_reviews")) for split in ("train", "validation", "test")] == [36, 4, 40]
    types = [catalog.load(f"{name}.classifier").network.config.model_type for name in ARCHITECTURES]
    assert types == ["bert", "roberta"]
    for name in ARCHITECTURES:
        predictions = catalog.load(f"{name}.predictions")
        assert list(predictions["review_id"]) == [f"test_{row}" for row in range(40)]
    written = {path.relative_to(project / "data").parts[0] for path in project.glob("data/**/*.*")}
    assert {folder for folder in written if not folder.startswith("0")} == {"full"}
    repositories.requests.clear()
    run(project, "pretraining")
    assert repositories.requests == []


def test_a_run_without_a_network_is_refused_before_it_starts(hub, project, monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(click.ClickException) as refusal:
        run(project, "data_processing", "pretraining")
    assert refusal.value.message.startswith("bert.checkpoint: The model bert-base-uncased at commit")
    assert refusal.value.message.count("three ways out") == 1
    assert not list(project.glob("data/full/**/*.*"))


def test_the_parameters_are_the_published_recipes(project):
    parameters = open_session(project).load_context().params
    bert, roberta = (parameters[name] for name in ARCHITECTURES)
    assert (bert["training"].epochs, bert["training"].warmup_fraction) == (4, 0.1)
    assert (roberta["training"].epochs, roberta["training"].warmup_fraction) == (3, 0.06)
    assert roberta["vocabulary"].kind == bert["vocabulary"].kind == "original"
    for lane in (bert, roberta):
        assert (lane["training"].learning_rate, lane["training"].hidden_dropout) == (2e-5, 0.1)
        tokenization = lane["tokenization"]
        kept = kept_positions(1000, tokenization.max_tokens, tokenization.truncation)
        # a special token and 128, then 382 and a special token
        assert list(kept) == [*range(129), *range(617, 1000)]


def test_the_attention_to_draw_is_one_that_base_sized_networks_have(project):
    bootstrap_project(project)
    attention = KedroSession.create(project, env="full").load_context().params["attention"]
    assert attention.layer < hub_repositories.BERT_CONFIG["num_hidden_layers"]
    assert attention.head < hub_repositories.BERT_CONFIG["num_attention_heads"]

"""What a user sees who asks for something that cannot be: a few lines, an exit code, and nothing written."""

import click
import pandas as pd
import pytest
from kedro.framework.session import KedroSession
from kedro.framework.startup import bootstrap_project

OWN_TABLE = """\
raw_reviews:
  type: review_sentiment.datasets.ReviewTableDataset
  filepath: data/01_raw/mine.csv
"""


def list_files(project):
    return sorted(str(path.relative_to(project)) for path in (project / "data").rglob("*") if path.is_file())


def run_in_process(folder, env, runtime_params=None, **run):
    bootstrap_project(folder)
    with KedroSession.create(folder, env=env, runtime_params=runtime_params) as session:
        return session.run(**run)


def assert_refused(run, message):
    """A message without a traceback, on stderr, and a failure for the shell."""
    assert run.returncode == 1
    assert message in run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    assert "NETWORK" not in run.stderr


def test_modelling_without_data_names_the_command_that_makes_them(project, run_kedro):
    run = run_kedro(project, "run", "--env", "test", "--pipelines", "modelling")
    assert_refused(run, "Error: This pipeline needs `bert.encoder`, which has not been made yet.")
    assert "kedro run --pipelines data_processing,pretraining --env test" in run.stderr
    assert list_files(project) == []
    assert (project / "kedro.log").is_file()


def test_every_wrong_parameter_is_told_of_before_anything_runs(project, run_kedro):
    wrong = "bert.training.epochs=0,bret.training.epochs=1,roberta.training.epohs=3,seed=abc"
    run = run_kedro(project, "run", "--env", "test", "--params", wrong)
    assert_refused(run, "Error: Nothing was run, for a wrong parameter:\n")
    assert "  bert.training.epochs is 0: input should be greater than or equal to 1\n" in run.stderr
    assert "  bret is unknown; did you mean bert?\n" in run.stderr
    assert "  roberta.training.epohs is unknown; did you mean epochs?\n" in run.stderr
    assert "  seed is 'abc': input should be a valid integer" in run.stderr
    assert list_files(project) == []


def test_a_first_run_without_the_files_says_how_to_fetch_them(project, run_kedro):
    run = run_kedro(project, "run")
    assert_refused(run, "make data")
    assert list_files(project) == []


def test_missing_sample_reviews_say_how_to_fetch_them(project):
    with pytest.raises(click.ClickException) as refusal:
        run_in_process(project, "base", pipeline_names=["data_processing"])
    assert refusal.value.message == (
        "raw_reviews: The sample reviews are not there: "
        f"{project}/data/01_raw/movie_review_snippets/movieReviewSnippets_GroundTruth.txt does not exist.\n"
        "Run `make data` to fetch them."
    )


def test_an_unknown_pipeline_is_answered_with_the_one_that_was_meant(project, run_kedro):
    run = run_kedro(project, "run", "--env", "test", "--pipelines", "modeling")
    assert_refused(run, "Error: There is no pipeline 'modeling'; did you mean modelling?")
    assert list_files(project) == []


def test_an_unknown_pipeline_like_no_other_is_answered_with_those_there_are(project, run_kedro):
    run = run_kedro(project, "run", "--env", "test", "--pipelines", "scoring,x")
    assert_refused(run, "Error: There is no pipeline 'x'; there are __default__, data_processing,")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--namespaces", "brt"],
            "Error: Nothing was run. Pipeline does not contain nodes with the following",
        ),
        (["--nodes", "nope"], "Error: Nothing was run. Pipeline does not contain nodes named ['nope']"),
        (["--pipelines", "scoring", "--tags", "x"], "Error: Nothing was run. Pipeline contains no nodes"),
    ],
)
def test_a_part_that_there_is_not_is_told(project, run_kedro, options, message):
    assert_refused(run_kedro(project, "run", "--env", "test", *options), message)
    assert list_files(project) == []


def test_the_catalog_can_be_listed(project, run_kedro):
    run = run_kedro(project, "catalog", "resolve-patterns", "--env", "test", "--pipeline", "scoring")
    assert run.returncode == 0, run.stderr
    assert "new_reviews" in run.stdout


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("parameters", "bert: [\n", "file of the parameters in conf:\nInvalid YAML or JSON file"),
        ("parameters", "seed: 1\nseed: 2\n", "found duplicate key seed"),
        ("parameters", "- seed\n", "a file of the parameters in conf holds something else than names"),
        ("parameters", "seed: ${globals:nope}\n", "Globals key 'nope' not found"),
        ("catalog", "\traw_reviews: x\n", "file of the catalog in conf:\nInvalid YAML or JSON file"),
        ("catalog", "raw_reviews: x\n", "Catalog entry 'raw_reviews' is not a valid dataset configuration"),
        ("catalog", "raw_reviews: {filepath: x}\n", "'type' is missing from dataset catalog configuration"),
    ],
)
def test_a_mistake_in_conf_is_told(project, file, content, message):
    (project / f"conf/local/{file}.yml").write_text(content)
    with pytest.raises(click.ClickException) as refusal:
        run_in_process(project, "local", pipeline_names=["data_processing"])
    assert message in refusal.value.message
    assert list_files(project) == []


def test_an_unknown_label_in_one_s_own_table_is_told_with_its_place(project, run_kedro):
    (project / "conf/local/catalog.yml").write_text(OWN_TABLE)
    table = pd.DataFrame(
        {"review": ["good", "bad", "meh", "so-so"], "sentiment": ["pos", "neg", "neutral", "neutral"]}
    )
    table.to_csv(project / "data/01_raw/mine.csv", index=False)
    run = run_kedro(project, "run", "--pipelines", "data_processing")
    assert_refused(
        run, f"Error: check_table stopped; it reads raw_reviews ({project}/data/01_raw/mine.csv).\n"
    )
    assert (
        "Column `sentiment`, row 3 (the first below the header is 1): 'neutral'; "
        "expected is positive / negative, pos / neg or 1 / 0. Rows like it: 2 of 4.\n"
    ) in run.stderr
    assert list_files(project) == ["data/01_raw/mine.csv"]
    log = (project / "kedro.log").read_text()
    assert "Traceback (most recent call last)" in log
    assert "ReviewSentimentError: Column `sentiment`, row 3" in log


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04", "/data/01_raw/mine.csv is no text, but an Excel workbook or another zip archive;"),
        ("review\x1b[2J,[/b]\nBon,pos\n".encode("utf-16"), r"Its columns are: 'review\x1b[2J', '[/b]'."),
    ],
)
def test_one_s_own_table_that_cannot_be_read_is_told_in_a_few_lines(project, run_kedro, content, message):
    (project / "conf/local/catalog.yml").write_text(OWN_TABLE)
    (project / "data/01_raw/mine.csv").write_bytes(content)
    run = run_kedro(project, "run", "--pipelines", "data_processing")
    assert_refused(run, message)
    assert "\x1b" not in run.stdout + run.stderr
    assert list_files(project) == ["data/01_raw/mine.csv"]


def test_one_s_own_table_is_read_where_conf_local_names_it(project):
    (project / "conf/local/catalog.yml").write_text(OWN_TABLE)
    reviews = [f"{word} film number {row}" for word in ("good", "bad") for row in range(10)]
    table = pd.DataFrame({"review": reviews, "sentiment": [1] * 10 + [0] * 10, "source": "mine"})
    table.to_csv(project / "data/01_raw/mine.csv", index=False)
    run_in_process(project, "local", pipeline_names=["data_processing"])
    made = pd.read_parquet(project / "data/03_primary/reviews.parquet")
    assert list(made["review"]) == reviews
    assert list(made["sentiment"]) == ["positive"] * 10 + ["negative"] * 10


@pytest.mark.parametrize(("what", "last"), [("layer", 1), ("head", 1)])
def test_a_layer_or_head_that_does_not_exist_is_told_with_those_that_do(finished_project, what, last):
    before = list_files(finished_project.folder)
    with pytest.raises(click.ClickException) as refusal:
        run_in_process(
            finished_project.folder,
            "test",
            runtime_params={"attention": {what: 7}},
            pipeline_names=["reporting"],
            node_names=["bert.read_attention", "bert.draw_attention_heatmap"],
        )
    assert refusal.value.message.startswith("bert.read_attention stopped; it reads bert.classifier (")
    assert refusal.value.message.endswith(f"\n`attention.{what}` is 7; this bert has {what}s 0 to {last}.")
    assert list_files(finished_project.folder) == before

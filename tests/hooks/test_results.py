import pandas as pd
import pytest
from kedro.io import DataCatalog, MemoryDataset
from kedro.pipeline import Node, Pipeline
from kedro_datasets.matplotlib import MatplotlibDataset

from review_sentiment.datasets import HtmlDataset, SpreadsheetSafeCSVDataset
from review_sentiment.hooks.results import ResultHooks, format_comparison

COMPARISON = pd.DataFrame(
    {
        "model": ["baseline", "bert"],
        "accuracy": [0.78549, 1.0],
        "macro_f1": [0.7849, 0.33333],
        "parameters": [86, 22_713_602],
        "training_seconds": [0.4, 1234.5],
    }
)
TABLE = """\
              accuracy      macro F1    parameters      training
baseline         78.5%         0.785            86           0 s
bert            100.0%         0.333    22,713,602       1,234 s"""


def test_the_comparison_is_a_table_of_a_screen_s_width():
    assert format_comparison(COMPARISON) == TABLE


def test_a_model_that_tells_nothing_apart_is_said_to():
    collapsed = COMPARISON.assign(predicted_classes=[2, 1], macro_f1=[0.7849, None])
    lines = format_comparison(collapsed).splitlines()
    assert lines[-1] == "bert tells nothing apart: every review is the same to it."
    assert lines[2] == "bert            100.0%     undefined    22,713,602       1,234 s"


def test_a_comparison_without_one_of_its_columns_is_refused():
    with pytest.raises(KeyError, match="macro_f1"):
        format_comparison(COMPARISON.drop(columns="macro_f1"))


@pytest.fixture
def catalog(tmp_path):
    return DataCatalog(
        {
            "model_comparison": MemoryDataset(COMPARISON),
            "near": MatplotlibDataset(filepath=str(tmp_path / "project/data/near.png")),
            "far": MatplotlibDataset(filepath=str(tmp_path / "elsewhere/far.png")),
            "table": MemoryDataset(),
            "bert.scored_reviews": SpreadsheetSafeCSVDataset(
                filepath=str(tmp_path / "project/data/scored_reviews.csv")
            ),
            "report": HtmlDataset(filepath=str(tmp_path / "project/data/report.html")),
        }
    )


def finish(catalog, folder, outputs):
    pipeline = Pipeline([Node(lambda: None, inputs=None, outputs=outputs, name="make")])
    ResultHooks().after_pipeline_run({"project_path": str(folder)}, pipeline, catalog)


def test_a_run_ends_with_the_comparison_its_report_and_its_figures(catalog, tmp_path, capsys):
    finish(catalog, tmp_path / "project", ["model_comparison", "near", "far", "table", "report"])
    report = "Report:\n  data/report.html\n"
    figures = f"Figures:\n  {tmp_path}/elsewhere/far.png\n  data/near.png\n"
    assert capsys.readouterr().out == f"\n{TABLE}\n\n{report}\n{figures}"


def test_scoring_ends_with_where_the_scored_reviews_are(catalog, tmp_path, capsys):
    finish(catalog, tmp_path / "project", ["bert.scored_reviews"])
    assert capsys.readouterr().out == "\nScored reviews:\n  data/scored_reviews.csv\n"


def test_a_run_without_a_report_does_not_name_one(catalog, tmp_path, capsys):
    finish(catalog, tmp_path / "project", ["model_comparison", "near"])
    assert capsys.readouterr().out == f"\n{TABLE}\n\nFigures:\n  data/near.png\n"


def test_a_run_that_compares_nothing_ends_without_a_word(catalog, tmp_path, capsys):
    finish(catalog, tmp_path / "project", ["near", "table"])
    assert capsys.readouterr().out == ""

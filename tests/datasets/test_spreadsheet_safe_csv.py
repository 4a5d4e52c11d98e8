import pandas as pd
import pytest
from kedro.io import DataCatalog, Version

from review_sentiment.datasets import SpreadsheetSafeCSVDataset

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://a.example","b")',
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\n=1",
    "\uff1d1",
    "- not my film",
]
HARMLESS = ["Good", "one\r=two\r\n=three", "'tis good", "1 = 2", "''", "'", "a\t=b", "\u05e1\u05e8\u05d8"]


@pytest.fixture
def dataset(tmp_path):
    return SpreadsheetSafeCSVDataset(filepath=str(tmp_path / "a.csv"), save_args={"index": False})


def read_as_it_stands(tmp_path):
    return pd.read_csv(tmp_path / "a.csv", dtype=str, keep_default_na=False)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_like_a_formula_is_saved_behind_an_apostrophe(dataset, tmp_path, text):
    dataset.save(pd.DataFrame({"review": [text]}))
    assert read_as_it_stands(tmp_path)["review"][0] == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_any_other_text_is_saved_as_it_is(dataset, tmp_path, text):
    dataset.save(pd.DataFrame({"review": [text]}))
    assert read_as_it_stands(tmp_path)["review"][0] == text


def test_numbers_and_gaps_are_untouched(dataset, tmp_path):
    table = pd.DataFrame({"loss": [-1.5, float("nan")], "count": [-1, 2], "text": ["=1", None]})
    dataset.save(table)
    assert read_as_it_stands(tmp_path).to_numpy().tolist() == [["-1.5", "-1", "'=1"], ["", "2", ""]]
    pd.testing.assert_frame_equal(dataset.load(), table)


def test_a_table_is_loaded_as_it_was_saved(dataset):
    texts = [*FORMULAS, *HARMLESS]
    table = pd.DataFrame(
        {"review": [*texts, *(f"'{text}" for text in texts), *(f"''{text}" for text in texts)]}
    )
    dataset.save(table)
    pd.testing.assert_frame_equal(dataset.load(), table)


def test_a_review_called_na_is_one_and_identifiers_keep_their_zeros(dataset):
    table = pd.DataFrame({"review_id": ["007", "8"], "review": ["NA", "null"], "label": [1, 0]})
    dataset.save(table)
    pd.testing.assert_frame_equal(dataset.load(), table)


def test_the_table_that_was_saved_is_not_written_to(dataset):
    table = pd.DataFrame({"review": ["=1"]})
    dataset.save(table)
    assert table["review"][0] == "=1"


def test_it_is_versioned_as_any_other(tmp_path):
    version = Version(None, "2026-01-01T00.00.00.000Z")
    SpreadsheetSafeCSVDataset(filepath=str(tmp_path / "a.csv"), version=version).save(
        pd.DataFrame({"a": ["=1"]})
    )
    assert "'=1" in (tmp_path / "a.csv" / version.save / "a.csv").read_text()


def test_the_catalog_knows_it(tmp_path):
    entry = {
        "type": "review_sentiment.datasets.SpreadsheetSafeCSVDataset",
        "filepath": str(tmp_path / "a.csv"),
    }
    catalog = DataCatalog.from_config({"scored_reviews": entry})
    catalog.save("scored_reviews", pd.DataFrame({"review": ["=1"]}))
    assert list(catalog.load("scored_reviews")["review"]) == ["=1"]

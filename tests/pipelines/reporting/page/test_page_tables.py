import pandas as pd
import pytest

from review_sentiment.pipelines.reporting.page.tables import format_value, make_table


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (22_713_986, "22,713,986"),
        (149.03, "149"),
        (0.35453, "0.355"),
        (0.0000123, "1.2e-05"),
        (3.0, "3"),
        (True, "yes"),
        (None, "\N{EN DASH}"),
        (float("nan"), "\N{EN DASH}"),
        (pd.NA, "\N{EN DASH}"),
        ("text", "text"),
    ],
)
def test_values_are_written_as_people_write_them(value, written):
    assert format_value(value) == written


def test_shares_are_percentages():
    assert format_value(0.84484, share=True) == "84.5\N{NO-BREAK SPACE}%"


def test_a_table_has_the_chosen_columns_and_knows_which_hold_numbers():
    frame = pd.DataFrame({"model": ["a"], "accuracy": [0.5], "secret": [1], "accuracy_low": [0.25]})
    table = make_table(frame, "Caption.", {"model": "model", "accuracy": "right", "accuracy_low": "from"})
    assert [(column.title, column.numeric) for column in table.columns] == [
        ("model", False), ("right", True), ("from", True),
    ]  # fmt: skip
    assert [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in table.rows] == [
        ["a", "50.0 %", "25.0 %"]
    ]


def test_without_a_choice_all_columns_are_shown_but_those_left_out():
    frame = pd.DataFrame(
        {"review_id": ["a"], "most_tokens": pd.array([None], dtype="Int64"), "verdict": ["b"]}
    )
    table = make_table(frame, "Caption.", without=["verdict"])
    assert [column.title for column in table.columns] == ["review id", "most tokens"]
    assert list(table.rows) == [("a", "\N{EN DASH}")]


def test_a_review_s_name_is_no_number():
    table = make_table(pd.DataFrame({"review_id": [7177]}), "Caption.")
    assert (list(table.rows), table.columns[0].numeric) == ([("7177",)], False)


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(KeyError, match="absent"):
        make_table(pd.DataFrame({"a": [1]}), "Caption.", ["absent"])

import pandas as pd
import pytest

from review_sentiment.datasets.figure import Drawing
from review_sentiment.pipelines.reporting.page import sections, wording
from review_sentiment.pipelines.reporting.page.attention_section import find_attentions, name_heads
from review_sentiment.pipelines.reporting.page.params import PageParams
from review_sentiment.pipelines.reporting.page.results import Results
from review_sentiment.pipelines.reporting.params import AttentionParams

DRAWING = Drawing('<svg viewBox="0 0 10 10"></svg>')


def texts(blocks):
    return [block.text for block in blocks if block.kind == "text"]


def test_without_results_no_section_has_anything_to_show():
    found = sections.write_sections(Results({}), PageParams(), AttentionParams())
    assert [section.anchor for section in found if section.blocks] == []


def test_the_sections_come_in_the_order_of_the_page(results):
    found = sections.write_sections(Results(results), PageParams(), AttentionParams())
    assert [section.anchor for section in found if section.blocks] == [
        "result", "comparison", "mistakes", "attention",
    ]  # fmt: skip


def test_the_result_is_a_sentence_and_a_table(results):
    first, second, table, _ = sections.result(Results(results))
    assert first.text.replace("\N{NO-BREAK SPACE}", " ") == (
        "Of 2,114 test reviews, first classifies 90.0 %, second 80.0 % and baseline 70.0 % correctly."
    )
    assert second.text == "The interval of first lies above that of second."  # 0.87 and 0.83
    assert [row[0] for row in table.rows] == ["baseline", "first", "second"]
    assert table.rows[1][2] == "87.0 to 93.0"


def test_where_intervals_overlap_neither_model_is_called_better(results):
    wide = results["model_comparison"].assign(accuracy_low=0.5, accuracy_high=0.95)
    assert "neither can be called better" in wording.say_overlap(wide)


def test_a_paired_comparison_s_verdict_takes_the_place_of_the_intervals(results):
    paired = pd.DataFrame({"pair": ["a - b"], "difference": [0.03], "verdict": ["a is better than b."]})
    given = Results(results | {"paired_comparison": paired})
    assert texts(sections.result(given))[1] == "a is better than b."
    table = next(block for block in sections.comparison(given) if block.kind == "table")
    assert [column.title for column in table.columns] == ["pair", "difference"]


def test_what_is_made_later_is_shown_where_it_is_given():
    table = pd.DataFrame({"layer": [0], "head": [0], "name": ["broad"], "value": [0.5]})
    tables = ("a.calibration", "seed_spread", "disagreements", "a.faithfulness", "a.head_ablation")
    figures = (
        "roc_curves", "precision_recall_curves", "reliability_diagram", "accuracy_by_slice", "a.head_roles",
        "a.layer_profile", "a.head_map", "a.faithfulness_chart", "a.head_ablation_map",
    )  # fmt: skip
    sentence = pd.DataFrame({"sentence": ["Attention is no better than random."]})
    given = Results(
        dict.fromkeys(tables, table) | dict.fromkeys(figures, DRAWING) | {"a.explanation_verdict": sentence}
    )
    found = sections.write_sections(given, PageParams(), AttentionParams())
    blocks = [block for section in found for block in section.blocks]
    assert sum(block.kind == "table" for block in blocks) == len(tables)
    assert sum(block.kind == "picture" for block in blocks) == len(figures)
    assert "a: Attention is no better than random." in texts(blocks)


def test_the_reviews_that_were_chosen_come_before_the_one_that_is_drawn():
    given = Results(
        {"a.attention_weights": "one", "b.attention_weights": "two", "b.example_attentions": ["x"]}
    )
    assert find_attentions(given) == {"a": ["one"], "b": ["x"]}


def test_heads_are_named_by_layer_and_head_of_the_last_network():
    rows = [("encoder", 0, 0, "old"), ("classifier", 0, 0, "first"), ("classifier", 1, 1, "last")]
    measures = pd.DataFrame(rows, columns=["network", "layer", "head", "name"])
    assert name_heads(measures) == [["first", ""], ["", "last"]]


def test_a_comparison_without_accuracies_is_refused():
    with pytest.raises(KeyError, match="accuracy"):
        sections.result(Results({"model_comparison": pd.DataFrame({"model": ["a"]})}))

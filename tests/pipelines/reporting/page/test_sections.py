import pandas as pd
import pytest

from review_sentiment.datasets.figure import Drawing
from review_sentiment.pipelines.reporting.page import comparison_section, sections, wording
from review_sentiment.pipelines.reporting.page.attention_section import (
    MASSES,
    gather,
    name_heads,
    say_sinks,
    tabulate_heads,
)
from review_sentiment.pipelines.reporting.page.explanation_section import tabulate_faithfulness
from review_sentiment.pipelines.reporting.page.params import PageParams
from review_sentiment.pipelines.reporting.page.results import Results
from review_sentiment.pipelines.reporting.page.tables import MISSING
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


def test_the_verdicts_on_networks_take_the_place_of_the_intervals(results):
    paired = pd.DataFrame(
        {
            "first": ["baseline", "first"],
            "second": ["first", "second"],
            "difference": [0.1, -0.0512],
            "difference_low": [0.05, -0.08],
            "difference_high": [0.15, -0.02],
            "only_first_right": [1, 9],
            "only_second_right": [5, 2],
            "p_holm": [0.00004, 0.012],
            "verdict": ["first is better than baseline.", "second is worse than first."],
        }
    )
    histories = dict.fromkeys(("first.training_history", "second.training_history"))
    given = Results(results | histories | {"paired_comparison": paired})
    assert texts(sections.result(given))[1:-1] == ["second is worse than first."]
    table = next(block for block in comparison_section.comparison(given) if block.kind == "table")
    assert table.rows == [
        ("baseline", "first", "+10.0", "+5.0 to +15.0", "1", "5", "< 0.001"),
        ("first", "second", "-5.1", "-8.0 to -2.0", "9", "2", "0.012"),
    ]


def test_one_seed_has_no_spread_and_says_so():
    spread = {"architecture": ["a"], "seeds": [1], "mean_accuracy": [0.8], "standard_deviation": [None]}
    (only,) = comparison_section.seeds(Results({"seed_spread": pd.DataFrame(spread)}))
    assert "was not measured" in only.text


def test_the_spread_of_several_seeds_is_said():
    spread = {
        "architecture": ["a"], "seeds": [3], "mean_accuracy": [0.8], "standard_deviation": [0.0123],
        "lowest_accuracy": [0.79], "highest_accuracy": [0.815],
    }  # fmt: skip
    said, table = comparison_section.seeds(Results({"seed_spread": pd.DataFrame(spread)}))
    assert said.text.replace("\N{NO-BREAK SPACE}", " ") == (
        "a with 3 seeds: 80.0 % of the test reviews are right on average, 79.0 % to 81.5 % "
        "(standard deviation 1.2 points)."
    )
    assert table.rows[0][0] == "a"


def test_perplexity_is_told_of_what_was_trained_as_a_masked_language_model():
    history = {
        "step": [0, 1, 2], "train_loss": [None, 5.0, 4.0],
        "held_out_loss": [3.0, None, 2.0], "held_out_perplexity": [20.0, None, 7.5],
    }  # fmt: skip
    untrained = pd.DataFrame(columns=list(history))
    given = {"a.pretraining_history": pd.DataFrame(history), "b.pretraining_history": untrained}
    (table,) = sections.training(Results(given))
    assert table.caption.startswith("a: ")
    assert table.rows == [("0", "3", "20"), ("2", "2", "7.500")]


def test_the_chosen_review_comes_first_and_once(attentions):
    hostile, long = attentions["first"]
    (short,) = attentions["second"]
    given = {
        "a.attention_weights": long,
        "a.example_attentions": [hostile, long],
        "b.attention_weights": short,
    }
    found = gather(Results(given))
    assert [*found] == ["a", "b"]
    assert found["a"][0] is long
    assert found["a"][1] is hostile
    assert [len(reviews) for reviews in found.values()] == [2, 1]


def test_calibration_is_one_table_of_all_models():
    figures = {
        "ece": 0.05, "temperature": 1.5, "ece_after_temperature": 0.02, "log_loss": 0.4,
        "log_loss_after_temperature": 0.3,
    }  # fmt: skip
    _, table = comparison_section.calibration(Results({"a.calibration": figures, "b.calibration": figures}))
    assert [row[:3] for row in table.rows] == [("a", "0.050", "1.500"), ("b", "0.050", "1.500")]


def make_measures():
    masses = {name: [0.5, 0.25, 0.1] for name in MASSES} | {f"{name}_uniform": 0.125 for name in MASSES}
    return pd.DataFrame(
        {
            "network": ["encoder", "classifier", "classifier"],
            "layer": [0, 0, 1],
            "head": 0,
            "entropy": 0.9,
            "entropy_uniform": 1.0,
            **masses,
            "shift": [None, 0.1, 0.2],
            "name": ["old", "broad", "mixed"],
        }
    )


def test_the_heads_of_the_classifier_stand_below_uniform_attention():
    table = tabulate_heads("a", make_measures())
    first_token = [column.title for column in table.columns].index("first token")
    cells = [(row[0], row[2], row[first_token].replace("\N{NO-BREAK SPACE}", " ")) for row in table.rows]
    assert cells == [
        (MISSING, "uniform attention", "12.5 %"),
        ("0", "broad", "25.0 %"),
        ("1", "mixed", "10.0 %"),
    ]


def test_the_layer_with_most_attention_on_special_tokens_is_said():
    assert say_sinks("a", make_measures()) == (
        "a: a layer gives at most 25.0 % (layer 0; uniform attention: 12.5 %) of its attention to the first "
        "token, and at most 25.0 % (layer 0; uniform attention: 12.5 %) to the separator."
    )


def test_every_table_and_figure_is_shown_where_it_is_given():
    table = pd.DataFrame({"layer": [0], "head": [0], "name": ["broad"], "value": [0.5], "label": [0]})
    tables = ("disagreements", "a.accuracy_by_negation", "a.head_ablation")
    figures = (
        "roc_curves", "precision_recall_curves", "reliability_diagram", "accuracy_by_slice", "a.head_roles",
        "a.layer_profile", "a.head_map", "a.faithfulness_chart", "a.head_ablation_map",
    )  # fmt: skip
    verdict = {"sentences": ["Attention is no better than random."], "heads": 4}
    given = Results(
        dict.fromkeys(tables, table)
        | dict.fromkeys(figures, DRAWING)
        | {"a.explanation_verdict": verdict, "a.accuracy_by_rating": table.head(0)}  # nothing to show
    )
    found = sections.write_sections(given, PageParams(), AttentionParams())
    blocks = [block for section in found for block in section.blocks]
    assert sum(block.kind == "table" for block in blocks) == len(tables)
    assert sum(block.kind == "picture" for block in blocks) == len(figures)
    (points,) = (block for block in blocks if block.kind == "points")
    assert (points.title, points.sentences) == ("a", ["Attention is no better than random."])


def test_rankings_have_their_names_and_more_is_better():
    faithfulness = pd.DataFrame(
        {
            "network": ["trained", "random_weights"], "method": "rollout", "operator": "masking",
            "measure": "sufficiency", "mean": 0.4, "low": 0.3, "high": 0.5,
            "difference": -0.25, "difference_low": -0.5, "difference_high": 0.125, "reviews": 24,
        }
    )  # fmt: skip
    table = tabulate_faithfulness("a", faithfulness)
    assert [row[0] for row in table.rows] == ["attention rollout", "control: attention rollout"]
    assert table.rows[0][6:9] == ("0.250", "-0.125", "0.500")  # little lost is good


def test_heads_are_named_by_layer_and_head_of_the_last_network():
    rows = [("encoder", 0, 0, "old"), ("classifier", 0, 0, "first"), ("classifier", 1, 1, "last")]
    measures = pd.DataFrame(rows, columns=["network", "layer", "head", "name"])
    assert name_heads(measures) == [["first", ""], ["", "last"]]


def test_a_comparison_without_accuracies_is_refused():
    with pytest.raises(KeyError, match="accuracy"):
        sections.result(Results({"model_comparison": pd.DataFrame({"model": ["a"]})}))

import pandas as pd
import pytest

from review_sentiment.pipelines.reporting.comparison.calibration import AS_TRAINED, SCALED
from review_sentiment.pipelines.reporting.comparison.nodes import (
    draw_accuracy_by_slice,
    draw_precision_recall_curves,
    draw_reliability_diagram,
    draw_roc_curves,
)

# of the pairs of a positive and a negative 0.8 > 0.6, 0.8 > 0.2 and 0.4 > 0.2 are in order, 0.4 < 0.6 is not
PREDICTIONS = pd.DataFrame({"label": [1, 0, 1, 0], "probability": [0.8, 0.6, 0.4, 0.2]})
PERFECT = PREDICTIONS.assign(probability=PREDICTIONS["label"] * 0.5 + 0.2)


def legend(axes):
    return [text.get_text() for text in axes.get_legend().get_texts()]


def ticks(axes):
    return [label.get_text() for label in axes.get_xticklabels()]


def test_each_model_has_its_roc_curve_and_area():
    (axes,) = draw_roc_curves(one=PREDICTIONS, two=PERFECT).axes
    assert legend(axes) == ["one: area 0.750", "two: area 1.000", "chance: area 0.5"]
    assert axes.lines[0].get_xydata().tolist() == [[0, 0], [0, 0.5], [0.5, 0.5], [0.5, 1], [1, 1]]


def test_models_are_told_apart_by_more_than_colour():
    (axes,) = draw_roc_curves(**{f"model {number}": PERFECT for number in range(4)}).axes
    assert len({line.get_linestyle() for line in axes.lines[:4]}) == 4


def test_each_model_has_its_precision_and_recall():
    (axes,) = draw_precision_recall_curves(one=PREDICTIONS, two=PERFECT).axes
    # precision 1 at the first positive found, 2/3 at the second; each is half of them
    assert legend(axes) == [
        f"one: average precision {(1 + 2 / 3) / 2:.3f}",
        "two: average precision 1.000",
        "chance: 0.500",
    ]


def bins(*rows):
    return pd.DataFrame(rows, columns=["scaling", "confidence", "accuracy", "count"])


def test_reliability_has_a_panel_a_model_that_shows_every_bin():
    one = bins((AS_TRAINED, 0.6, 0.2, 1), (AS_TRAINED, 0.9, 0.8, 3), (SCALED, 0.7, 0.65, 4))
    two = bins((AS_TRAINED, 0.9, 0.9, 4), (SCALED, 0.9, 0.9, 4))
    first, second = draw_reliability_diagram(one=one, two=two).axes
    # 1/4 of 0.4 and 3/4 of 0.1, then 0.05
    assert first.get_title(loc="left") == "one\ncalibration error 17.5%, scaled 5.0%"
    assert second.get_title(loc="left") == "two\ncalibration error 0.0%, scaled 0.0%"
    _, trained, scaled = first.lines
    assert trained.get_xydata().tolist() == [[0.6, 0.2], [0.9, 0.8]]
    assert scaled.get_xydata().tolist() == [[0.7, 0.65]]
    few, many = first.collections[0].get_sizes()
    assert many == pytest.approx(3 * few)
    assert first.get_ylim()[0] < 0.2


FIGURES = {"accuracy": 0.8, "accuracy_low": 0.7, "accuracy_high": 0.9}


def slices(model, rated=True):
    lengths = pd.DataFrame(
        {"fewest_tokens": [1, 9], "most_tokens": [8, None], "reviews": [3, 4] if model == "one" else [2, 5]}
    )
    ratings = pd.DataFrame({"rating": [-1, 2, 10], "reviews": 5})
    return {
        f"{model}.accuracy_by_length": lengths.assign(**FIGURES),
        f"{model}.accuracy_by_negation": pd.DataFrame(
            {"negation": ["with", "without"], "reviews": [1_000, 2]}
        ).assign(**FIGURES),
        f"{model}.accuracy_by_rating": ratings.assign(**FIGURES)[: None if rated else 0],
    }


def test_slices_have_a_panel_a_way_to_sort_reviews():
    length, negation, rating = draw_accuracy_by_slice(**slices("one"), **slices("two")).axes
    assert ticks(length) == ["1-8", "9 or\nmore"]  # without counts: they differ
    assert ticks(negation) == ["with\nn = 1,000", "without\nn = 2"]
    assert ticks(rating) == ["-1\nn = 5", "2\nn = 5", "10\nn = 5"]
    first, second = (container.lines[0].get_xdata().tolist() for container in negation.containers)
    assert [(a + b) / 2 for a, b in zip(first, second, strict=True)] == pytest.approx([0, 1])
    ends = negation.containers[0].lines[2][0].get_segments()
    assert [segment[:, 1].tolist() for segment in ends] == [pytest.approx([0.7, 0.9])] * 2


def test_without_ratings_there_is_no_panel_of_them():
    figure = draw_accuracy_by_slice(**slices("one", rated=False), **slices("two", rated=False))
    assert len(figure.axes) == 2
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["one", "two"]


def test_a_kind_that_one_model_lacks_keeps_its_place():
    one, two = slices("one"), slices("two")
    one["one.accuracy_by_length"] = one["one.accuracy_by_length"].iloc[:1]
    length = draw_accuracy_by_slice(**one, **two).axes[0]
    assert ticks(length) == ["1-8", "9 or\nmore"]

import pandas as pd
import pytest

from review_sentiment.pipelines.reporting.figures import (
    plot_comparison,
    plot_confusion,
    plot_training,
)


def texts(axes):
    return [text.get_text() for text in axes.texts]


def test_a_confusion_matrix_shows_counts_and_the_share_of_the_true_class():
    classes = ["negative", "positive"]
    figure = plot_confusion(pd.DataFrame([[3, 1], [0, 1200]], index=classes, columns=classes))
    (axes,) = figure.axes
    assert texts(axes) == ["3\n75.0%", "1\n25.0%", "0\n0.0%", "1,200\n100.0%"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("predicted", "true")
    assert axes.get_title(loc="left") == "99.9% of 1,204 test reviews classified correctly"


def test_training_curves_mark_the_epoch_that_was_kept():
    history = pd.DataFrame(
        {
            "step": [1, 2, 3, 4],
            "epoch": [0, 0, 1, 1],
            "train_loss": [0.8, 0.6, 0.4, 0.2],
            "validation_loss": [None, 0.5, None, 0.7],  # lowest after the first epoch
            "validation_accuracy": [None, 0.7, None, 0.8],  # highest after the second, which is kept
        }
    ).astype({"validation_loss": float, "validation_accuracy": float})
    loss, accuracy = plot_training(history).axes
    assert loss.lines[0].get_ydata().tolist() == pytest.approx([0.8, 0.7, 0.6, 0.5])  # means so far
    assert loss.lines[1].get_xdata().tolist() == [2, 4]
    assert accuracy.lines[0].get_ydata().tolist() == [0.7, 0.8]
    assert accuracy.lines[1].get_xdata()[0] == 4
    assert accuracy.get_title(loc="left") == "kept: after epoch 2 (dotted)"


def test_the_comparison_draws_each_model_with_its_interval():
    comparison = pd.DataFrame(
        {
            "model": ["baseline", "bert"],
            "accuracy": [0.5, 0.75],
            "accuracy_low": [0.4, 0.7],
            "accuracy_high": [0.6, 0.8],
        }
    )
    (axes,) = plot_comparison(comparison).axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["bert", "baseline"]
    assert texts(axes) == ["75.0%", "50.0%"]
    segments = axes.collections[0].get_segments()
    assert [segment[:, 0].tolist() for segment in segments] == [
        pytest.approx([0.7, 0.8]),
        pytest.approx([0.4, 0.6]),
    ]

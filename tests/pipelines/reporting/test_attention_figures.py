import numpy as np
import pytest

from review_sentiment.pipelines.reporting.attention_figures import plot_head, plot_heads

TOKENS = ("[CLS]", "costs", "$5", "[SEP]")


def labels(ticks):
    return [tick.get_text() for tick in ticks]


def test_a_head_is_drawn_row_by_row_with_its_tokens():
    weights = np.eye(4)[::-1]
    axes = plot_head(weights, TOKENS, "a title").axes[0]
    np.testing.assert_array_equal(axes.collections[0].get_array().reshape(4, 4), weights)
    assert labels(axes.get_xticklabels()) == labels(axes.get_yticklabels()) == list(TOKENS)
    assert axes.get_title(loc="left") == "a title"
    assert not any(label.get_parse_math() for label in axes.get_xticklabels())


# 300 tokens of 0.22 inches take 66 inches, three times the 22 that there are
def test_of_a_long_review_every_third_token_is_named():
    names = tuple(str(place) for place in range(300))
    axes = plot_head(np.eye(300), names, "").axes[0]
    assert labels(axes.get_xticklabels()) == labels(axes.get_yticklabels()) == list(names[::3])
    assert axes.get_xticks()[1] == 3.5


def test_the_colour_scale_is_that_of_a_weight_whatever_the_weights():
    mesh = plot_head(np.full((4, 4), 0.25), TOKENS, "").axes[0].collections[0]
    assert mesh.get_clim() == (0, 1)


def test_all_heads_of_a_layer_stand_side_by_side():
    weights = np.stack([np.eye(4) * head for head in range(6)])
    figure = plot_heads(weights, TOKENS, "layer 0")
    drawn = [axes for axes in figure.axes if axes.axison]
    assert [axes.get_title(loc="left") for axes in drawn] == [f"head {head}" for head in range(6)]
    np.testing.assert_array_equal(drawn[5].collections[0].get_array().reshape(4, 4), weights[5])


@pytest.mark.parametrize(
    ("plot", "shape"), [(plot_head, (3, 3)), (plot_head, (2, 4, 4)), (plot_heads, (4, 4))]
)
def test_weights_that_do_not_fit_the_tokens_are_refused(plot, shape):
    with pytest.raises(ValueError, match="do not fit 4 tokens"):
        plot(np.zeros(shape), TOKENS, "")

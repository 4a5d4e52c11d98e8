import pandas as pd
import pytest
import torch

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.pipelines.modelling.params import TokenizationParams
from review_sentiment.pipelines.reporting.nodes import (
    COMPARED,
    compare_models,
    compute_metrics,
    draw_attention_heads,
    draw_attention_heatmap,
    list_confident_mistakes,
    read_attention,
    read_example_attentions,
)
from review_sentiment.pipelines.reporting.params import AttentionParams, MistakesParams
from review_sentiment.pretrained_model import PretrainedModel

PREDICTIONS = pd.DataFrame(
    {
        "review_id": ["a", "b", "c", "d"],
        "label": [0, 1, 1, 0],
        "prediction": [1, 0, 1, 1],
        "probability": [0.6, 0.05, 0.99, 0.7],
        "tokens": [5, 6, 40, 8],
        "truncated": [False, False, True, False],
    }
)


@pytest.fixture(scope="module")
def classifier(tiny_encoder):
    torch.manual_seed(0)
    return PretrainedModel(build_classifier(tiny_encoder.network).eval(), tiny_encoder.tokenizer)


def test_metrics_hold_what_a_model_did_and_what_it_cost():
    metrics = compute_metrics(PREDICTIONS, {"parameters": 7, "training_seconds": 3.5}, {"seconds": 0.5})
    assert metrics["reviews"] == 4
    assert metrics["truncated_reviews"] == 1
    assert metrics["accuracy"] == 1 / 4
    assert metrics["reviews_per_second"] == 8
    assert metrics["parameters"] == 7
    assert metrics["training_seconds"] == 3.5


def test_mistakes_come_the_surest_first_with_their_text():
    labels = ["negative", "positive", "positive", "negative"]
    reviews = pd.DataFrame({"review_id": list("dcba"), "review": ["D", "C", "B", "A"], "sentiment": labels})
    mistakes = list_confident_mistakes(PREDICTIONS, reviews, MistakesParams(count=2))
    assert mistakes["review_id"].tolist() == ["b", "d"]  # wrong by 0.45 and 0.2; "a" by 0.1
    assert mistakes["review"].tolist() == ["B", "D"]
    with pytest.raises(ReviewSentimentError, match="They come of different runs"):
        list_confident_mistakes(PREDICTIONS, reviews.iloc[1:], MistakesParams(count=2))


def test_models_are_compared_in_the_order_they_are_given():
    rows = {"baseline": 0.1, "bert": 0.2}
    table = compare_models(**{name: dict.fromkeys(COMPARED, value) for name, value in rows.items()})
    assert table["model"].tolist() == ["baseline", "bert"]
    assert table["accuracy"].tolist() == [0.1, 0.2]
    assert table.columns.tolist() == ["model", *COMPARED]


def test_the_chosen_head_is_the_one_that_is_drawn(classifier, test_reviews):
    choice = AttentionParams(review="a dull film", layer=1, head=1)
    weights = read_attention(classifier, test_reviews, TokenizationParams(max_tokens=16), choice)
    drawn = draw_attention_heatmap(weights, choice).axes[0].collections[0].get_array()
    assert drawn.ravel().tolist() == weights.weights[1, 1].ravel().tolist()
    grid = draw_attention_heads(weights, choice)
    assert sum(axes.axison for axes in grid.axes) == 2


def test_examples_are_reviews_and_texts_in_the_order_asked_for(classifier, test_reviews):
    row = test_reviews.iloc[2]
    choice = AttentionParams(examples=["a dull film", row["review_id"]])
    text, review = read_example_attentions(
        classifier, test_reviews, TokenizationParams(max_tokens=16), choice
    )
    assert (text.text, text.label) == ("a dull film", None)
    assert (review.text, review.label) == (row["review"], {"negative": 0, "positive": 1}[row["sentiment"]])
    assert text.words == ("[start]", "a", "dull", "film", "[end]")


def test_an_example_that_does_not_exist_is_refused_by_the_name_of_its_parameter(classifier, test_reviews):
    with pytest.raises(ReviewSentimentError, match=r"`attention\.examples` takes one of them"):
        read_example_attentions(
            classifier, test_reviews, TokenizationParams(), AttentionParams(examples=["x1"])
        )


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"layer": 2}, "`attention.layer` is 2; this bert has layers 0 to 1"),
        ({"layer": 0, "head": 5}, "`attention.head` is 5; this bert has heads 0 to 1"),
    ],
)
def test_a_layer_or_head_that_does_not_exist_is_refused(choice, message, classifier, test_reviews):
    with pytest.raises(ReviewSentimentError, match=message):
        read_attention(classifier, test_reviews, TokenizationParams(), AttentionParams(**choice))

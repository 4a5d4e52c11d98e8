import numpy as np
import pandas as pd
import pytest
import torch

from review_sentiment.pipelines.exploration.nodes import measure_words
from review_sentiment.pipelines.exploration.params import WordsParams
from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.pipelines.modelling.params import TokenizationParams
from review_sentiment.pipelines.reporting.attention import attend
from review_sentiment.pipelines.reporting.attention_measures import nodes
from review_sentiment.pipelines.reporting.attention_measures.params import AttentionMeasuresParams
from review_sentiment.pipelines.reporting.attention_measures.patterns import PATTERNS
from review_sentiment.pipelines.reporting.attention_measures.rollout import rollouts
from review_sentiment.pipelines.reporting.params import NegationParams
from review_sentiment.pretrained_model import PretrainedModel

TOKENIZATION = TokenizationParams(max_tokens=16)
SIZES = AttentionMeasuresParams(reviews=6, polarity_words=3, distance_reviews=3, distance_tokens=4)


@pytest.fixture(scope="module", params=["tiny_encoder", "tiny_roberta"])
def networks(request):
    """An encoder, and a classifier whose last layer asks for something else."""
    encoder = request.getfixturevalue(request.param)
    torch.manual_seed(0)
    network = build_classifier(encoder.network).eval()
    with torch.no_grad():
        network.base_model.encoder.layer[-1].attention.self.query.weight.mul_(20)
    return encoder, PretrainedModel(network, encoder.tokenizer)


@pytest.fixture(scope="module")
def measured(networks, train_reviews, test_reviews):
    words = measure_words(train_reviews, WordsParams())
    return nodes.measure_heads(*networks, test_reviews, words, TOKENIZATION, SIZES, NegationParams(), 0)


def test_every_head_of_every_network_has_a_row_and_a_name(measured):
    heads, layers = measured
    assert heads.groupby("network", sort=False).size().to_dict() == {
        "random": 4,
        "encoder": 4,
        "classifier": 4,
    }
    assert list(heads["layer"][:4]) == [0, 0, 1, 1]
    assert list(heads["head"][:4]) == [0, 1, 0, 1]
    values = [f"{pattern}{kind}" for pattern in PATTERNS for kind in ("", "_uniform", "_weighted")]
    assert heads.columns.tolist() == [
        "network", "layer", "head", "entropy", "entropy_uniform", *values, "shift", "name",
    ]  # fmt: skip
    assert heads["name"].str.len().min() > 0
    assert len(layers) == 6
    masses = heads[[f"{pattern}{kind}" for pattern in PATTERNS[:-1] for kind in ("", "_weighted")]]
    assert masses.notna().all(axis=None)
    assert ((masses >= 0) & (masses <= 1)).all(axis=None)


def test_layers_are_means_of_heads(measured):
    heads, layers = measured
    of_layer = heads[(heads["network"] == "classifier") & (heads["layer"] == 1)]
    row = layers[(layers["network"] == "classifier") & (layers["layer"] == 1)].iloc[0]
    assert row["previous"] == pytest.approx(of_layer["previous"].mean())
    assert row["shift"] == pytest.approx(of_layer["shift"].mean())


def test_each_layer_has_the_rollout_of_its_network_up_to_it(networks, measured, test_reviews):
    drawn = test_reviews.sample(n=6, random_state=0)["review"]
    rolled = [rollouts(attend(networks[1], text, TOKENIZATION.max_tokens).weights) for text in drawn]
    _, layers = measured
    rows = layers[layers["network"] == "classifier"]
    first = np.mean([weights[..., 0].mean(axis=-1) for weights in rolled], axis=0)
    own = np.mean([np.einsum("lii->l", weights) / weights.shape[-1] for weights in rolled], axis=0)
    np.testing.assert_allclose(rows["first_rollout"], first, atol=1e-6)
    np.testing.assert_allclose(rows["self_rollout"], own, atol=1e-6)


def test_only_the_layer_that_was_changed_has_moved(measured):
    heads, _ = measured
    shift = heads.set_index("network")["shift"]
    assert shift["random"].isna().all()
    assert shift["encoder"].isna().all()
    assert shift["classifier"][:2].tolist() == [0, 0]
    assert (shift["classifier"][2:] > 1e-3).all()


def test_the_mean_over_reviews_is_that_of_the_reviews_one_by_one(networks, measured, test_reviews):
    drawn = test_reviews.sample(n=6, random_state=0)["review"]
    alone = [attend(networks[1], text, TOKENIZATION.max_tokens).weights for text in drawn]
    first = np.mean([weights[..., 0].mean(axis=-1) for weights in alone], axis=0)
    own = np.mean([np.einsum("lhii->lh", weights) / weights.shape[-1] for weights in alone], axis=0)
    uniform = np.mean([1 / weights.shape[-1] for weights in alone])
    heads, _ = measured
    rows = heads[heads["network"] == "classifier"]
    np.testing.assert_allclose(rows["first"], first.ravel(), atol=1e-6)
    np.testing.assert_allclose(rows["self"], own.ravel(), atol=1e-6)
    np.testing.assert_allclose(rows["first_uniform"], uniform, atol=1e-6)


def test_fewer_reviews_than_asked_for_are_all_measured(networks, train_reviews, test_reviews):
    words = measure_words(train_reviews, WordsParams())
    few = test_reviews.head(2)
    heads, _ = nodes.measure_heads(*networks, few, words, TOKENIZATION, SIZES, NegationParams(), 0)
    assert len(heads) == 12


def test_every_two_heads_have_a_distance_and_a_place_on_the_map(networks, measured, test_reviews):
    distances = nodes.measure_head_distances(networks[1], test_reviews, TOKENIZATION, SIZES, 0)
    pairs = distances[["layer", "head", "other_layer", "other_head"]].to_numpy().tolist()
    assert pairs == [[0, 0, 0, 1], [0, 0, 1, 0], [0, 0, 1, 1], [0, 1, 1, 0], [0, 1, 1, 1], [1, 0, 1, 1]]
    assert distances["distance"].between(0, 1).all()
    figure = nodes.draw_head_map(distances, measured[0], 0)
    assert sum(len(points.get_offsets()) for points in figure.axes[0].collections) == 4


def test_the_figures_show_the_classifier_and_all_networks(measured):
    heads, layers = measured
    roles = nodes.draw_head_roles(heads)
    shown = np.asarray(roles.axes[0].images[0].get_array())
    expected = heads.loc[heads["network"] == "classifier", "entropy"]
    np.testing.assert_allclose(shown.ravel(), expected)
    without = nodes.draw_head_roles(heads.assign(negation=np.nan, negation_uniform=np.nan))
    titles = [axes.get_title(loc="left") for axes in without.axes]
    assert "to a negation, from the 3 words after it: none here" in titles
    profile = nodes.draw_layer_profile(layers)
    lines = {line.get_label(): line.get_ydata() for line in profile.axes[1].lines}
    assert list(lines) == ["uniform attention", "random weights", "before fine-tuning", "after fine-tuning"]
    expected = layers.loc[layers["network"] == "classifier", "first"]
    np.testing.assert_allclose(lines["after fine-tuning"], expected)
    assert profile.axes[1].get_title(loc="left") == "to the first token"


def test_heads_that_are_alike_are_near_each_other_on_the_map():
    from review_sentiment.pipelines.reporting.attention_measures.head_map import place_heads

    # heads 0-0 and 0-1 are alike, both as far from 1-0
    columns = ["layer", "head", "other_layer", "other_head", "distance"]
    rows = [[0, 0, 0, 1, 0.0], [0, 0, 1, 0, 1.0], [0, 1, 1, 0, 1.0]]
    places = place_heads(pd.DataFrame(rows, columns=columns), seed=0)
    first, second, third = places[["x", "y"]].to_numpy()
    assert np.linalg.norm(first - second) < 0.05
    assert np.linalg.norm(first - third) == pytest.approx(1, abs=0.05)

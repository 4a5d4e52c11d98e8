import numpy as np
import pandas as pd
import pytest
import torch

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.pipelines.modelling.params import PredictionParams
from review_sentiment.pipelines.modelling.tokenization import tokenize
from review_sentiment.pipelines.reporting.faithfulness.methods import ATTENTION_METHODS, METHODS
from review_sentiment.pipelines.reporting.faithfulness.nodes import (
    ablate_heads,
    attribute_tokens,
    correlate_attributions,
    judge_explanations,
    measure_faithfulness,
)
from review_sentiment.pipelines.reporting.faithfulness.params import FaithfulnessParams, HeadAblationParams
from review_sentiment.pipelines.reporting.faithfulness.sampling import sample_reviews
from review_sentiment.pretrained_model import PretrainedModel

FEW = FaithfulnessParams(reviews=3, integration_steps=2)
SEED = 5  # not 0, by which the tiny encoder was drawn: its control would be itself
FLOAT32 = PredictionParams(precision="float32")


@pytest.fixture(scope="module", params=["tiny_encoder", "tiny_roberta"])
def classifier(request):
    encoder = request.getfixturevalue(request.param)
    torch.manual_seed(0)
    return PretrainedModel(build_classifier(encoder.network).eval(), encoder.tokenizer)


@pytest.fixture(scope="module")
def test_tokens(classifier, test_reviews):
    return tokenize(test_reviews, classifier.tokenizer, max_tokens=16)


@pytest.fixture(scope="module")
def attributions(classifier, test_tokens):
    return attribute_tokens(classifier, test_tokens, FEW, SEED)


def test_the_sample_is_drawn_by_the_seed_from_reviews_with_something_to_rank():
    tokens = pd.DataFrame({"review_id": list("abcdef"), "input_ids": [[0] * n for n in (4, 5, 9, 6, 3, 7)]})
    assert sample_reviews(tokens, 9, seed=0)["review_id"].tolist() == ["b", "c", "d", "f"]
    draws = {tuple(sample_reviews(tokens, 2, seed)["review_id"]) for seed in range(20)}
    assert len(draws) > 1
    pd.testing.assert_frame_equal(sample_reviews(tokens, 2, 1), sample_reviews(tokens, 2, 1))


def test_reviews_of_a_word_or_two_are_refused():
    tokens = pd.DataFrame({"review_id": list("abc"), "input_ids": [[0] * n for n in (3, 4, 5)]})
    with pytest.raises(
        ReviewSentimentError, match=r"1 of the 3 test reviews have 3 tokens or more; .* takes 2"
    ):
        sample_reviews(tokens, 9, seed=0)


def test_every_method_scores_every_token_that_is_not_special(attributions):
    lengths = attributions["input_ids"].map(len) - 2
    assert len(attributions) == 3
    for method in (*METHODS, "random_weights.attention_last", "random_weights.rollout"):
        assert attributions[method].map(len).tolist() == lengths.tolist()
        assert all(np.isfinite(scores).all() for scores in attributions[method])
    assert (attributions["probability"] >= 0.5).all()


def test_attention_comes_from_a_pass_of_its_own_network(classifier, attributions):
    row = attributions.iloc[0]
    assert not np.allclose(row["attention_last"], row["random_weights.attention_last"], atol=1e-6)
    for method in ATTENTION_METHODS:
        assert (row[method] > 0).all()


def test_leave_one_out_is_what_a_review_with_a_masked_token_loses(classifier, attributions):
    row = attributions.iloc[0]
    masked = np.array(row["input_ids"])
    masked[2] = classifier.tokenizer.mask_token_id
    with torch.inference_mode():
        probabilities = classifier.network(torch.tensor(masked[None], dtype=torch.int64)).logits.softmax(-1)
    expected = row["probability"] - probabilities[0, row["predicted"]].item()
    assert row["leave_one_out"][1] == pytest.approx(expected, abs=1e-6)


def test_the_classifier_stays_as_it_was(classifier, attributions):
    assert classifier.network.config._attn_implementation == "sdpa"
    assert all(weight.requires_grad for weight in classifier.network.parameters())


def test_the_same_seed_gives_the_same_attributions(classifier, test_tokens, attributions):
    again = attribute_tokens(classifier, test_tokens, FEW, SEED)
    pd.testing.assert_frame_equal(attributions, again)


def test_from_attributions_and_heads_to_sentences(classifier, test_tokens, attributions, tmp_path):
    attributions.to_parquet(tmp_path / "attributions.parquet")
    attributions = pd.read_parquet(tmp_path / "attributions.parquet")
    faithfulness = measure_faithfulness(classifier, attributions, FEW, FLOAT32)
    assert len(faithfulness) == (len(METHODS) + 2) * 4
    random = faithfulness[faithfulness["method"] == "random"]
    assert (random[["difference", "difference_low", "difference_high"]] == 0).all(axis=None)
    assert (faithfulness["low"] <= faithfulness["high"]).all()
    heads = ablate_heads(classifier, test_tokens, HeadAblationParams(reviews=4), FLOAT32, seed=0)
    assert len(heads) == 4
    assert (heads["reviews"] == 4).all()
    correlations = correlate_attributions(attributions)
    verdict = judge_explanations(faithfulness, correlations, attributions, heads, FEW)
    assert all(isinstance(sentence, str) for sentence in verdict["sentences"])
    assert verdict["heads"] == 4
    assert verdict["reviews"] == 3

import numpy as np
import pytest
import torch

from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.pipelines.reporting.attention import attend
from review_sentiment.pipelines.reporting.attention_measures import forward, sampling
from review_sentiment.pipelines.reporting.attention_measures.value_norms import value_norms
from review_sentiment.pipelines.reporting.reading import read_review
from review_sentiment.pretrained_model import PretrainedModel

TEXTS = ["A dull plot", "It is not a good film, not at all", "Good", "The acting was bad, the plot was worse"]


@pytest.fixture(params=["tiny_encoder", "tiny_roberta"])
def classifier(request):
    encoder = request.getfixturevalue(request.param)
    torch.manual_seed(0)
    return PretrainedModel(build_classifier(encoder.network).eval(), encoder.tokenizer)


def attend_to_all(classifier):
    reviews = [read_review(classifier.tokenizer, text, 32) for text in TEXTS]
    ids, mask = sampling.pad(reviews, classifier.tokenizer.pad_token_id)
    with forward.ready(classifier.network) as body:
        return reviews, *forward.attend_batch(body, ids, mask)


def test_a_batch_gives_what_one_review_at_a_time_gives(classifier):
    reviews, weights, norms = attend_to_all(classifier)
    for number, (review, text) in enumerate(zip(reviews, TEXTS, strict=True)):
        n = len(review.input_ids)
        alone = attend(classifier, text, 32).weights
        np.testing.assert_allclose(weights[number, ..., :n, :n], alone, atol=1e-6)
        with torch.inference_mode():
            ids = torch.from_numpy(review.input_ids)[None]
            hidden_states = classifier.network.base_model(ids, output_hidden_states=True).hidden_states
            (expected,) = value_norms(classifier.network, hidden_states)
        torch.testing.assert_close(norms[number, ..., :n], expected)


def test_rows_of_every_head_sum_to_1_and_padding_gets_nothing(classifier):
    reviews, weights, _ = attend_to_all(classifier)
    assert weights.dtype == torch.float32
    np.testing.assert_allclose(weights.sum(dim=-1), 1, atol=1e-5)
    for number, review in enumerate(reviews):
        assert not weights[number, ..., len(review.input_ids) :].any()


def test_the_network_is_left_as_it_was(classifier):
    network = classifier.network
    before = network.config._attn_implementation, {name: p.clone() for name, p in network.named_parameters()}
    attend_to_all(classifier)
    assert network.config._attn_implementation == before[0]
    assert all(torch.equal(parameter, before[1][name]) for name, parameter in network.named_parameters())


def test_a_random_network_has_the_same_shape_its_seed_and_nothing_learned(tiny_encoder):
    first, second, other = (forward.randomise(tiny_encoder.network, seed) for seed in (1, 1, 2))
    name = "encoder.layer.0.attention.self.query.weight"
    weights = [network.get_parameter(name) for network in (first, second, other, tiny_encoder.network)]
    assert torch.equal(weights[0], weights[1])
    assert not torch.equal(weights[0], weights[2])
    assert not torch.equal(weights[0], weights[3])
    assert weights[0].shape == weights[3].shape


def test_batches_hold_every_review_once_and_no_more_pairs_than_they_may():
    reviews = [read_of_length(n) for n in (3, 9, 4, 2, 4, 3)]
    found = list(sampling.batches(reviews, pairs=32))
    # 9 x 9 is more than may be, and goes alone; two of 4 x 4 are 32; of 3 x 3 come three
    assert [[len(review.input_ids) for review in batch] for batch in found] == [[9], [4, 4], [3, 3, 2]]


def read_of_length(n):
    from review_sentiment.pipelines.reporting.reading import ReadReview

    return ReadReview(np.arange(n), np.arange(n), ("",) * n, np.arange(n))

import copy

import pytest
import torch

from review_sentiment.pipelines.modelling import plain_attention
from review_sentiment.pipelines.modelling.classifier import build_classifier


def test_an_answer_by_hand():
    # one head of width 1, two tokens: scores 2 x 3 x 0.5 = 3 and 2 x 1 x 0.5 = 1 for the first query
    query, key, value = (
        torch.tensor(two).reshape(1, 1, 2, 1) for two in ([2.0, 0.0], [3.0, 1.0], [1.0, -1.0])
    )
    output, weights = plain_attention.plain_attention(torch.nn.Module(), query, key, value, None, 0.5)
    first = 1 / (1 + torch.tensor(-2.0).exp())
    torch.testing.assert_close(weights[0, 0], torch.tensor([[first, 1 - first], [0.5, 0.5]]))
    torch.testing.assert_close(output.flatten(), torch.tensor([2 * first - 1, 0.0]))


def run(classifier, name, dtype=torch.float32):
    network = copy.deepcopy(classifier).to(dtype)
    network.set_attn_implementation(name)
    ids = torch.arange(5, 15).reshape(2, 5)
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]])
    logits = network(input_ids=ids, attention_mask=mask).logits
    return logits, torch.autograd.grad(logits.square().sum(), list(network.parameters()), allow_unused=True)


@pytest.mark.parametrize("encoder", ["tiny_encoder", "tiny_roberta"])
@pytest.mark.parametrize("other", ["eager", "sdpa"])
def test_it_is_the_attention_that_transformers_computes(encoder, other, request):
    classifier = build_classifier(request.getfixturevalue(encoder).network).eval()
    torch.testing.assert_close(
        run(classifier, plain_attention.NAME), run(classifier, other), rtol=1e-4, atol=1e-6
    )


def test_so_it_is_in_bfloat16(tiny_encoder):
    classifier = build_classifier(tiny_encoder.network).eval()
    found, expected = (run(classifier, name, torch.bfloat16) for name in (plain_attention.NAME, "eager"))
    assert found[0].dtype == torch.bfloat16
    torch.testing.assert_close(found, expected, rtol=0.05, atol=0.02)


def test_dropout_leaves_weights_out_in_training_alone():
    module, ones = torch.nn.Module(), torch.ones(1, 1, 8, 4)
    torch.manual_seed(0)
    _, trained = plain_attention.plain_attention(module.train(), ones, ones, ones, None, 1.0, 0.5)
    _, asked = plain_attention.plain_attention(module.eval(), ones, ones, ones, None, 1.0, 0.5)
    assert set(trained.flatten().tolist()) == {0.0, 0.25}, "an eighth each, doubled where it is not left out"
    assert set(asked.flatten().tolist()) == {0.125}

import copy

import pytest
import torch
from torch import nn

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.pipelines.reporting.attention_measures.value_norms import value_norms

TEXTS = ["The plot was dull", "A good film, all in all, and well made"]


@pytest.fixture(params=["tiny_encoder", "tiny_roberta"])
def encoder(request):
    return request.getfixturevalue(request.param)


def ids_of(encoder, text):
    return torch.tensor(encoder.tokenizer(text)["input_ids"])


def norms_of(network, ids, mask=None):
    """Of one review, (layers, heads, tokens), or of a padded batch."""
    rows = ids if mask is not None else ids[None]
    with torch.inference_mode():
        output = network.base_model(rows, attention_mask=mask, output_hidden_states=True)
        norms = value_norms(network, output.hidden_states)
    return norms if mask is not None else norms[0]


def test_a_head_adds_what_its_weights_and_values_say(encoder):
    """The vectors f(v_j), whose lengths these are, add up to what the attention block puts out."""
    network, ids = encoder.network, ids_of(encoder, TEXTS[0])
    norms = norms_of(network, ids)
    block = network.encoder.layer[0].attention
    heads, width = block.self.num_attention_heads, block.self.attention_head_size
    with torch.inference_mode():
        hidden = network.embeddings(ids[None])[0]
        values = block.self.value(hidden).view(len(ids), heads, width)
        parts = block.output.dense.weight.view(-1, heads, width)  # output width x heads x width
        vectors = torch.einsum("nhd,ohd->hno", values, parts)
        # with the same weight for every token, the heads together give W_O times the mean value
        expected = block.output.dense(values.flatten(1).mean(dim=0)) - block.output.dense.bias
    torch.testing.assert_close(vectors.mean(dim=1).sum(dim=0), expected, atol=1e-5, rtol=1e-4)
    assert norms.shape == (2, heads, len(ids))
    torch.testing.assert_close(norms[0], vectors.norm(dim=-1), atol=1e-5, rtol=1e-4)


def test_a_head_whose_output_is_scaled_has_norms_scaled_alike(encoder):
    network, ids = copy.deepcopy(encoder.network), ids_of(encoder, TEXTS[0])
    before = norms_of(network, ids)[1]
    with torch.no_grad():
        network.encoder.layer[1].attention.output.dense.weight[:, :8] *= 3  # head 0 of two, each 8 wide
    after = norms_of(network, ids)[1]
    torch.testing.assert_close(after[0], 3 * before[0])
    torch.testing.assert_close(after[1], before[1])


def test_a_padded_batch_gives_what_one_review_at_a_time_gives(encoder):
    rows = [ids_of(encoder, text) for text in TEXTS]
    pad = encoder.tokenizer.pad_token_id
    ids = nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=pad)
    mask = nn.utils.rnn.pad_sequence([torch.ones_like(row) for row in rows], batch_first=True)
    batch = norms_of(encoder.network, ids, mask)
    for row, found in zip(rows, batch, strict=True):
        torch.testing.assert_close(found[..., : len(row)], norms_of(encoder.network, row))


def test_a_classifier_has_the_norms_of_its_encoder(encoder):
    classifier = build_classifier(encoder.network).eval()
    ids = ids_of(encoder, TEXTS[0])
    torch.testing.assert_close(norms_of(classifier, ids), norms_of(encoder.network, ids))


def test_a_network_of_another_layout_is_refused():
    from transformers import DistilBertConfig, DistilBertModel

    network = DistilBertModel(DistilBertConfig(vocab_size=20, n_layers=1, n_heads=2, dim=8, hidden_dim=8))
    with pytest.raises(ReviewSentimentError, match="values of a DistilBertModel are not to be found"):
        norms_of(network.eval(), torch.tensor([1, 2, 3]))

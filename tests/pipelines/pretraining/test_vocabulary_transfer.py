import pytest
import torch

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.pretraining.vocabulary import train_byte_level_bpe
from review_sentiment.pipelines.pretraining.vocabulary_transfer import (
    transfer_to_roberta,
    transfer_vectors,
)


@pytest.fixture
def words():
    # "boring" is one WordPiece; "Zq" is none and is spelled "z", "##q"
    return train_byte_level_bpe(["boring Zq"] * 5, 300, max_tokens=32)


def test_a_token_starts_as_the_mean_of_the_old_vectors_of_its_text(tiny_encoder, words):
    old = tiny_encoder.tokenizer
    # vector i is (i, i), so that a mean can be worked out from the ids
    vectors = torch.arange(len(old), dtype=torch.float32)[:, None].expand(-1, 2)
    new = transfer_vectors(vectors, old, words)

    def row(token):
        return new[words.convert_tokens_to_ids(token)].tolist()

    boring, z, q = old.convert_tokens_to_ids(["boring", "z", "##q"])
    assert row("Ġboring") == [boring, boring]
    assert row("ĠZq") == [(z + q) / 2, (z + q) / 2]


def test_a_continuing_token_takes_the_piece_that_continues(tiny_encoder, words):
    old = tiny_encoder.tokenizer
    vectors = torch.arange(len(old), dtype=torch.float32)[:, None]
    new = transfer_vectors(vectors, old, words)
    assert new[words.convert_tokens_to_ids("q")].item() == old.convert_tokens_to_ids("##q")


def test_a_mark_behind_a_word_takes_the_vector_of_the_mark(tiny_encoder, words):
    old = tiny_encoder.tokenizer
    assert "##." in old.get_vocab()  # which nothing is ever read as
    vectors = torch.arange(len(old), dtype=torch.float32)[:, None]
    new = transfer_vectors(vectors, old, words).flatten()
    for mark in ".,!?'-$":
        assert new[words.convert_tokens_to_ids(mark)] == old.convert_tokens_to_ids(mark)


def test_special_tokens_keep_their_roles_and_half_a_letter_is_unknown(tiny_encoder, words):
    old = tiny_encoder.tokenizer
    vectors = torch.arange(len(old), dtype=torch.float32)[:, None]
    new = transfer_vectors(vectors, old, words).flatten().tolist()
    pairs = {"<s>": "[CLS]", "<pad>": "[PAD]", "</s>": "[SEP]", "<unk>": "[UNK]", "<mask>": "[MASK]"}
    for token, role in pairs.items():
        assert new[words.convert_tokens_to_ids(token)] == old.convert_tokens_to_ids(role)
    assert new[words.convert_tokens_to_ids("Ã")] == old.unk_token_id  # the byte 0xC3 alone


def test_the_same_vectors_in_the_same_places_come_out_the_same(tiny_encoder, words):
    roberta = transfer_to_roberta(tiny_encoder, words)
    bert = tiny_encoder.network
    old = tiny_encoder.tokenizer
    theirs = torch.tensor([old.convert_tokens_to_ids(["[CLS]", "boring", "boring", "[SEP]"])])
    ours = torch.tensor([words.convert_tokens_to_ids(["<s>", "Ġboring", "Ġboring", "</s>"])])
    with torch.inference_mode():
        expected = bert(theirs).last_hidden_state
        found = roberta.network(ours).last_hidden_state
    torch.testing.assert_close(found, expected, atol=1e-6, rtol=0)


def test_nothing_of_it_is_drawn_at_random(tiny_encoder, words):
    made = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        made.append(transfer_to_roberta(tiny_encoder, words).network.state_dict())
    assert [name for name in made[0] if not torch.equal(made[0][name], made[1][name])] == []


def test_only_a_bert_can_be_given_another_vocabulary(tiny_roberta, words):
    with pytest.raises(ReviewSentimentError, match=r"is a roberta; .* `original`"):
        transfer_to_roberta(tiny_roberta, words)

import numpy as np
import pytest

from review_sentiment.pipelines.pretraining.packing import pack_texts, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Good film. Bad cast!", ["Good film.", " Bad cast!"]),
        ('He said "no." Then he left... slowly.', ['He said "no."', " Then he left... slowly."]),
        (
            "Rated 7.5 by all (really?) 10 times. Élan!",
            ["Rated 7.5 by all (really?)", " 10 times.", " Élan!"],
        ),
        ("no end", ["no end"]),
        ("", []),
    ],
)
def test_sentences_end_at_a_full_stop_before_no_small_letter_and_add_up_to_the_text(text, sentences):
    assert split_sentences(text) == sentences
    assert "".join(sentences) == text


def pack(texts, encoder, max_tokens):
    """The sequences as tokens in words."""
    packed = pack_texts(texts, encoder.tokenizer, max_tokens)
    return [" ".join(encoder.tokenizer.convert_ids_to_tokens(packed[index])) for index in range(len(packed))]


def test_whole_sentences_fill_a_sequence_and_none_crosses_reviews(tiny_encoder):
    texts = ["The cast was dull. The plot was weak! The music was funny.", "The ending was awful."]
    # 5 tokens a sentence: two of them and the special tokens are 12
    assert pack(texts, tiny_encoder, 12) == [
        "[CLS] the cast was dull . the plot was weak ! [SEP]",
        "[CLS] the music was funny . [SEP]",
        "[CLS] the ending was awful . [SEP]",
    ]
    assert len(pack(texts, tiny_encoder, 11)) == 4
    assert pack(texts, tiny_encoder, 17)[0].count("the") == 3


def test_a_sentence_longer_than_the_room_is_cut_and_its_rest_packed_on(tiny_encoder):
    texts = ["Dull weak dull weak dull. Weak."]
    assert pack(texts, tiny_encoder, 6) == [
        "[CLS] dull weak dull weak [SEP]",
        "[CLS] dull . weak . [SEP]",
    ]


def test_special_tokens_that_a_text_spells_are_left_out_and_nothing_makes_no_sequence(tiny_encoder):
    assert pack(["[MASK]", "", "dull [SEP] weak"], tiny_encoder, 8) == ["[CLS] dull weak [SEP]"]


def test_a_byte_level_vocabulary_sees_the_space_before_a_later_sentence(tiny_roberta):
    text = "The cast was dull. The plot was weak!"
    packed = pack_texts([text], tiny_roberta.tokenizer, 128)
    assert packed[0].tolist() == tiny_roberta.tokenizer(text)["input_ids"]


def test_sequences_are_compact_and_know_their_lengths(tiny_encoder):
    packed = pack_texts(["Dull. Weak.", "Funny!"], tiny_encoder.tokenizer, 8)
    assert packed.ids.dtype == np.int32
    assert packed.lengths.tolist() == [6, 4]
    assert packed.ends.tolist() == [6, 10]
    empty = pack_texts([], tiny_encoder.tokenizer, 8)
    assert (len(empty), len(empty.ids)) == (0, 0)


def test_many_texts_are_packed_in_their_order(tiny_encoder, monkeypatch):
    texts = ["Dull.", "Weak. Funny.", "", "Awful."]
    at_once = pack_texts(texts, tiny_encoder.tokenizer, 8)
    monkeypatch.setattr("review_sentiment.pipelines.pretraining.packing.CHUNK", 1)
    assert pack_texts(texts, tiny_encoder.tokenizer, 8).ids.tolist() == at_once.ids.tolist()

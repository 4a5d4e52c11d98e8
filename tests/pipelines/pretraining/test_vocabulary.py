from review_sentiment.pipelines.pretraining.vocabulary import train_byte_level_bpe

TEXTS = ["good film, good cast", "Good plot; bad ending", "a café of ghosts"]


def test_special_tokens_have_robertas_ids():
    tokenizer = train_byte_level_bpe(TEXTS, 280, max_tokens=32)
    specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
    assert tokenizer.convert_tokens_to_ids(specials) == [0, 1, 2, 3, 4]


def test_any_text_comes_back_from_its_tokens():
    tokenizer = train_byte_level_bpe(TEXTS, 280, max_tokens=32)
    text = "日本語 & emoji 😀, naïve"
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    assert tokenizer.decode(ids).strip() == text
    assert tokenizer.unk_token_id not in ids


def test_a_frequent_word_becomes_one_token_wherever_it_stands():
    tokenizer = train_byte_level_bpe(["good"] * 5, 300, max_tokens=32)
    assert tokenizer.tokenize("good good") == ["Ġgood", "Ġgood"]


def test_the_size_is_not_exceeded_and_the_length_is_the_encoders():
    tokenizer = train_byte_level_bpe(TEXTS, 270, max_tokens=32)
    assert len(tokenizer) <= 270
    assert tokenizer.model_max_length == 32

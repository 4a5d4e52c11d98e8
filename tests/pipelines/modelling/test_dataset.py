import pandas as pd
import pytest
import torch
from torch.utils.data import DataLoader

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.modelling.dataset import IMDBDataset, trim_padding

KEYS = {"input_ids", "token_type_ids", "attention_mask", "labels"}
FRAME = pd.DataFrame(
    {
        "review": ["the plot was dull.", "funny", "this film was really brilliant, truly moving and funny"],
        "sentiment": ["negative", "positive", "positive"],
    }
)


@pytest.fixture(params=["tiny_encoder", "tiny_roberta"])
def tokenizer(request):
    return request.getfixturevalue(request.param).tokenizer


def test_a_plain_loader_batches_samples_of_both_architectures(tokenizer):
    dataset = IMDBDataset(FRAME, max_sequence_length=10, tokenizer=tokenizer)
    assert len(dataset) == 3
    assert set(dataset[0]) == KEYS
    assert dataset[0]["input_ids"].dim() == 1
    batch = next(iter(DataLoader(dataset, batch_size=2)))
    assert batch["input_ids"].dim() == 2
    assert batch["input_ids"].shape == (2, 10)


def test_a_sample_is_int64_and_of_the_fixed_length(tokenizer):
    for sample in IMDBDataset(FRAME, max_sequence_length=10, tokenizer=tokenizer):
        assert {tensor.dtype for tensor in sample.values()} == {torch.int64}
        assert {sample[key].shape for key in KEYS - {"labels"}} == {(10,)}
        assert sample["labels"].dim() == 0
        assert sample["token_type_ids"].sum() == 0


def test_padding_is_masked_and_has_the_tokenizers_id(tokenizer):
    sample = IMDBDataset(FRAME, max_sequence_length=10, tokenizer=tokenizer)[1]
    used = len(tokenizer("funny")["input_ids"])
    assert sample["attention_mask"].tolist() == [1] * used + [0] * (10 - used)
    assert set(sample["input_ids"][used:].tolist()) == {tokenizer.pad_token_id}


def test_labels_are_0_for_negative_and_1_for_positive(tokenizer):
    dataset = IMDBDataset(FRAME, max_sequence_length=10, tokenizer=tokenizer)
    assert [int(sample["labels"]) for sample in dataset] == [0, 1, 1]


def test_trimming_leaves_hardly_any_padding_that_no_review_needs(tiny_encoder):
    dataset = IMDBDataset(FRAME, max_sequence_length=50, tokenizer=tiny_encoder.tokenizer)
    batch = trim_padding([dataset[0], dataset[1]])
    # [CLS] the plot was dull . [SEP] are 7 tokens, and 8 the next multiple of 8
    assert batch["input_ids"].shape == batch["attention_mask"].shape == (2, 8)
    assert batch["attention_mask"].sum(dim=1).tolist() == [7, 3]
    assert batch["labels"].tolist() == [0, 1]


def test_iteration_ends_after_the_last_review(tiny_encoder):
    assert len(list(IMDBDataset(FRAME, tokenizer=tiny_encoder.tokenizer))) == 3


def test_an_unknown_architecture_is_refused_by_name_with_and_without_a_tokenizer(tiny_encoder):
    for tokenizer in (None, tiny_encoder.tokenizer):
        with pytest.raises(ReviewSentimentError, match="no architecture 'gpt'; there are bert, roberta"):
            IMDBDataset(FRAME, arch="gpt", tokenizer=tokenizer)


@pytest.mark.parametrize("length", [2, 0, -3])
def test_a_length_without_room_for_a_word_is_refused(tiny_encoder, length):
    with pytest.raises(ReviewSentimentError, match=f"`max_sequence_length` is {length}; it has to be 3"):
        IMDBDataset(FRAME, max_sequence_length=length, tokenizer=tiny_encoder.tokenizer)


def test_reviews_are_cleaned_as_in_the_pipeline(tiny_encoder):
    breaks = FRAME.assign(review=FRAME["review"].str.replace(" ", "<br />"))
    dirty = IMDBDataset(breaks, max_sequence_length=10, tokenizer=tiny_encoder.tokenizer)
    clean = IMDBDataset(FRAME, max_sequence_length=10, tokenizer=tiny_encoder.tokenizer)
    assert dirty[0]["input_ids"].tolist() == clean[0]["input_ids"].tolist()


@pytest.mark.parametrize("text", [None, " ", "<br />"])
def test_a_review_without_text_is_refused(text, tokenizer):
    with pytest.raises(ReviewSentimentError, match="1 of 3 reviews have no text"):
        IMDBDataset(FRAME.assign(review=["dull", text, "funny"]), tokenizer=tokenizer)


def test_a_table_without_sentiment_is_refused(tokenizer):
    with pytest.raises(ReviewSentimentError, match="exactly one column `sentiment`"):
        IMDBDataset(FRAME[["review"]], tokenizer=tokenizer)

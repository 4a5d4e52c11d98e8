import numpy as np
import pandas as pd
import pytest

from review_sentiment.pipelines.modelling.tokenization import tokenize
from review_sentiment.pipelines.modelling.truncation import kept_positions
from review_sentiment.pipelines.reporting.attention import readable_tokens
from review_sentiment.pipelines.reporting.reading import read_review

REVIEWS = pd.DataFrame(
    {
        "review_id": ["a", "b"],
        "review": ["the plot was dull.", "funny"],
        "sentiment": ["negative", "positive"],
    }
)


def test_short_reviews_are_whole_and_labelled(tiny_encoder):
    tokens = tokenize(REVIEWS, tiny_encoder.tokenizer, max_tokens=8)
    names = tiny_encoder.tokenizer.convert_ids_to_tokens(tokens["input_ids"][0].tolist())
    assert names == ["[CLS]", "the", "plot", "was", "dull", ".", "[SEP]"]
    assert tokens["tokens"].tolist() == [7, 3]
    assert tokens["truncated"].tolist() == [False, False]
    assert tokens["label"].tolist() == [0, 1]
    assert tokens["input_ids"][0].dtype == np.int32


@pytest.mark.parametrize("fixture", ["tiny_encoder", "tiny_roberta"])
def test_special_tokens_that_a_review_spells_are_text(fixture, request):
    tokenizer = request.getfixturevalue(fixture).tokenizer
    review = f"the {tokenizer.sep_token} plot {tokenizer.pad_token} {tokenizer.mask_token}"
    tokens = tokenize(REVIEWS.assign(review=review), tokenizer, max_tokens=64)["input_ids"][0]
    special = set(tokenizer.all_special_ids) - {tokenizer.unk_token_id}
    assert [token in special for token in tokens] == [True, *[False] * (len(tokens) - 2), True]
    read = read_review(tokenizer, review, max_tokens=64)
    assert read.input_ids.tolist() == tokens.tolist()
    assert len(readable_tokens(tokenizer, review)) == len(tokens)


@pytest.mark.parametrize("fixture", ["tiny_encoder", "tiny_roberta"])
def test_a_long_review_is_cut_and_keeps_its_closing_token(fixture, request):
    tokenizer = request.getfixturevalue(fixture).tokenizer
    whole = tokenizer(REVIEWS["review"][0])["input_ids"]
    tokens = tokenize(REVIEWS, tokenizer, max_tokens=4)
    assert tokens["input_ids"][0].tolist() == whole[:3] + whole[-1:]
    assert tokens["tokens"][0] == len(whole)
    assert tokens["truncated"][0]


@pytest.mark.parametrize(
    ("truncation", "kept"),
    [
        ("head", [0, 1, 2, 3, 4, 9]),
        ("tail", [0, 5, 6, 7, 8, 9]),
        ("head_and_tail", [0, 1, 6, 7, 8, 9]),  # 4 between the special ones: a quarter is 1
    ],
)
def test_what_is_kept_of_ten_tokens_when_six_may_stay(truncation, kept):
    assert kept_positions(10, 6, truncation).tolist() == kept


def test_at_512_tokens_the_head_has_128_and_the_tail_382():
    kept = kept_positions(1000, 512, "head_and_tail")
    assert kept[:129].tolist() == list(range(129))
    assert kept[129:].tolist() == list(range(617, 1000))
    assert len(kept) == 512


@pytest.mark.parametrize("truncation", ["head", "tail", "head_and_tail"])
def test_a_review_that_fits_is_whole_whatever_the_truncation(truncation):
    assert kept_positions(6, 6, truncation).tolist() == [0, 1, 2, 3, 4, 5]


def test_the_tail_of_a_review_is_read(tiny_encoder):
    whole = tiny_encoder.tokenizer(REVIEWS["review"][0])["input_ids"]
    tokens = tokenize(REVIEWS, tiny_encoder.tokenizer, max_tokens=4, truncation="tail")
    assert tokens["input_ids"][0].tolist() == whole[:1] + whole[-3:]


def test_reviews_without_a_sentiment_have_no_label(tiny_encoder):
    tokens = tokenize(REVIEWS.drop(columns="sentiment"), tiny_encoder.tokenizer, max_tokens=8)
    assert "label" not in tokens

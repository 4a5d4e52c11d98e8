import numpy as np
import pandas as pd
import pytest

from review_sentiment.pipelines.modelling.tokenization import tokenize

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
def test_a_long_review_is_cut_and_keeps_its_closing_token(fixture, request):
    tokenizer = request.getfixturevalue(fixture).tokenizer
    whole = tokenizer(REVIEWS["review"][0])["input_ids"]
    tokens = tokenize(REVIEWS, tokenizer, max_tokens=4)
    assert tokens["input_ids"][0].tolist() == whole[:3] + whole[-1:]
    assert tokens["tokens"][0] == len(whole)
    assert tokens["truncated"][0]


def test_reviews_without_a_sentiment_have_no_label(tiny_encoder):
    tokens = tokenize(REVIEWS.drop(columns="sentiment"), tiny_encoder.tokenizer, max_tokens=8)
    assert "label" not in tokens

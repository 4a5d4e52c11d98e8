import pandas as pd
import pytest
import torch

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.pipelines.modelling.params import PredictionParams, TokenizationParams
from review_sentiment.pipelines.scoring.nodes import score_reviews
from review_sentiment.pretrained_model import PretrainedModel


@pytest.fixture(scope="module")
def score(tiny_encoder):
    torch.manual_seed(0)
    network = build_classifier(tiny_encoder.network).eval()
    classifier = PretrainedModel(network, tiny_encoder.tokenizer)
    return lambda table: score_reviews(
        classifier, table, TokenizationParams(max_tokens=16), PredictionParams(precision="float32")
    )


def test_scores_keep_the_order_and_a_review_without_text_has_none(score):
    reviews = ["a long and truly dull film", None, "funny", "  "]
    scored = score(pd.DataFrame({"review": reviews, "price": [1, 2, 3, 4]}))
    assert scored["review_id"].tolist() == ["1", "2", "3", "4"]
    assert scored["probability"].notna().tolist() == [True, False, True, False]
    assert scored["sentiment"].isna().tolist() == [False, True, False, True]
    expected = ["positive" if p > 0.5 else "negative" for p in scored["probability"].dropna()]
    assert scored["sentiment"].dropna().tolist() == expected


def test_a_review_scores_the_same_in_any_company(score):
    together = score(pd.DataFrame({"review": ["funny", "a long and truly dull film"]}))
    alone = score(pd.DataFrame({"review": ["funny"]}))
    assert together["probability"][0] == pytest.approx(alone["probability"][0], abs=1e-6)


def test_a_table_of_empty_reviews_is_refused(score):
    with pytest.raises(ReviewSentimentError, match="no text in any row"):
        score(pd.DataFrame({"review": [None, " "]}))


def test_a_table_without_reviews_is_refused(score):
    with pytest.raises(ReviewSentimentError, match="exactly one column `review`"):
        score(pd.DataFrame({"text": ["funny"]}))

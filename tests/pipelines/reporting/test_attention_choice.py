import pytest

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.reporting.attention_choice import (
    find_label,
    find_text,
    refuse_missing_head,
    refuse_missing_reviews,
)
from review_sentiment.pipelines.reporting.params import AttentionParams


def test_a_review_is_found_by_its_identifier_or_is_the_text_itself(test_reviews):
    row = test_reviews.iloc[2]
    assert find_text(row["review_id"], test_reviews) == row["review"]
    assert find_text(int(row["review_id"]), test_reviews) == row["review"]
    assert find_text("good film", test_reviews) == "good film"
    assert find_text("good<br />film &amp; plot", test_reviews) == "good film & plot"
    assert find_label(row["review_id"], test_reviews) == {"negative": 0, "positive": 1}[row["sentiment"]]
    assert find_label("good film", test_reviews) is None


def test_a_review_that_is_neither_is_refused(test_reviews):
    with pytest.raises(ReviewSentimentError, match="no test review with the review_id 'x1'"):
        find_text("x1", test_reviews)


def test_all_reviews_that_are_chosen_are_looked_for(test_reviews):
    there = str(test_reviews["review_id"].iloc[0])
    refuse_missing_reviews(AttentionParams(review=there, examples=[there, "a text"]), test_reviews)
    for choice, name in [({"review": "x1"}, "review"), ({"examples": ["a text", "x1"]}, "examples")]:
        with pytest.raises(ReviewSentimentError, match=rf"'x1'.*`attention\.{name}` takes"):
            refuse_missing_reviews(AttentionParams(**choice), test_reviews)


def test_the_last_layer_and_head_are_there_and_no_further_ones(tiny_encoder):
    network = tiny_encoder.network  # 2 layers of 2 heads
    refuse_missing_head(AttentionParams(layer=1, head=1), network)
    with pytest.raises(ReviewSentimentError, match=r"`attention\.layer` is 2; this bert has layers 0 to 1"):
        refuse_missing_head(AttentionParams(layer=2, head=1), network)
    with pytest.raises(ReviewSentimentError, match=r"`attention\.head` is 2; this bert has heads 0 to 1"):
        refuse_missing_head(AttentionParams(layer=1, head=2), network)

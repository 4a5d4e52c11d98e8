import pytest

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.modelling.base_tokenizer import base_tokenizer


def test_an_encoder_that_is_not_there_is_said_with_the_command_that_makes_it(project, monkeypatch):
    monkeypatch.chdir(project)
    with pytest.raises(ReviewSentimentError, match="kedro run --pipelines data_processing,pretraining"):
        base_tokenizer("bert")

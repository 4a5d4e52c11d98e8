import pandas as pd
import pytest
import pytorch_lightning as pl

from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.pipelines.modelling.datamodule import ReviewDataModule
from review_sentiment.pipelines.modelling.module import SentimentModule
from review_sentiment.pipelines.modelling.params import TrainingParams
from review_sentiment.pipelines.modelling.tokenization import tokenize

REVIEWS = pd.DataFrame(
    {
        "review_id": list("abc"),
        "review": ["the plot was dull", "funny", "a brilliant film"],
        "sentiment": ["negative", "positive", "positive"],
    }
)


@pytest.fixture
def data(tiny_encoder):
    tokens = tokenize(REVIEWS, tiny_encoder.tokenizer, max_tokens=16)
    return ReviewDataModule(tiny_encoder.tokenizer.pad_token_id, 2, train=tokens, test=tokens, passes=2)


def test_every_pass_has_each_training_review_once(data):
    labels = [label for batch in data.train_dataloader() for label in batch["labels"].tolist()]
    assert sorted(labels) == [0, 0, 1, 1, 1, 1]


def test_test_reviews_come_once_the_longest_first(data):
    labels = [label for batch in data.test_dataloader() for label in batch["labels"].tolist()]
    assert labels == [0, 1, 1]


def test_a_split_that_was_not_given_is_said(data):
    with pytest.raises(ValueError, match="without validation reviews"):
        data.val_dataloader()


@pytest.mark.filterwarnings("ignore:You passed in a `val_dataloader`")
def test_a_lightning_trainer_takes_it(data, tiny_encoder):
    network = build_classifier(tiny_encoder.network, hidden_dropout=0.0, attention_dropout=0.0)
    before = network.classifier.weight.detach().clone()
    trainer = pl.Trainer(
        accelerator="cpu", max_epochs=1, limit_val_batches=0, logger=False,
        enable_checkpointing=False, enable_progress_bar=False, enable_model_summary=False,
    )  # fmt: skip
    trainer.fit(SentimentModule(network, TrainingParams(), steps=4), datamodule=data)
    assert trainer.global_step == len(data.train_dataloader())
    assert not network.classifier.weight.equal(before)

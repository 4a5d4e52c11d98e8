"""Classifying tokenized reviews."""

from __future__ import annotations

import copy
from typing import cast

import numpy as np
import pandas as pd
import torch

from review_sentiment.pipelines.modelling.datamodule import ReviewDataModule
from review_sentiment.pipelines.modelling.module import SentimentModule
from review_sentiment.pipelines.modelling.params import PredictionParams, TrainingParams
from review_sentiment.pipelines.modelling.trainer import make_trainer
from review_sentiment.pretrained_model import PretrainedModel


def predict_probabilities(
    classifier: PretrainedModel, tokens: pd.DataFrame, prediction: PredictionParams
) -> np.ndarray:
    """The probability that each review is positive, (reviews,), float64, in the order of `tokens`.

    The network sees reviews of about the same length together, the longest first: little of a batch is
    padding, and a batch that does not fit into memory fails at once.
    """
    order = np.argsort(-tokens["input_ids"].map(len).to_numpy(), kind="stable")
    data = ReviewDataModule(classifier.tokenizer.pad_token_id, prediction.batch_size, test=tokens.iloc[order])
    trainer = make_trainer(prediction.precision, enable_checkpointing=False, enable_progress_bar=False)
    # Lightning converts a network in place, and this one is the caller's
    module = SentimentModule(copy.deepcopy(classifier.network), TrainingParams())
    batches = cast(list[torch.Tensor], trainer.predict(module, data.test_dataloader()))
    probabilities = np.empty(len(tokens))
    probabilities[order] = torch.cat(batches).double().cpu().numpy()
    return probabilities

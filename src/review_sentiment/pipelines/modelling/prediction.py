"""Classifying tokenized reviews."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import cast

import numpy as np
import pandas as pd
import torch
from torch import nn
from transformers import PreTrainedModel

from review_sentiment.freed_memory import freed_memory_kept
from review_sentiment.hardware import fastest_attention, is_bfloat16
from review_sentiment.last_layer import first_token_only
from review_sentiment.pipelines.modelling.datamodule import ReviewDataModule
from review_sentiment.pipelines.modelling.module import SentimentModule
from review_sentiment.pipelines.modelling.openvino_network import OpenVinoNetwork
from review_sentiment.pipelines.modelling.params import PredictionParams, TrainingParams
from review_sentiment.pipelines.modelling.predictions import tabulate
from review_sentiment.pretrained_model import PretrainedModel
from review_sentiment.training.interruption import interrupts_as_such
from review_sentiment.training.trainer import make_trainer


def predict(classifier: PretrainedModel, tokens: pd.DataFrame, prediction: PredictionParams) -> pd.DataFrame:
    """The predictions as a table (see the node `classify_reviews`)."""
    return tabulate(tokens, predict_probabilities(classifier, tokens, prediction))


def predict_probabilities(
    classifier: PretrainedModel, tokens: pd.DataFrame, prediction: PredictionParams
) -> np.ndarray:
    """The probability that each review is positive, (reviews,), float64, in the order of `tokens`.

    The network sees reviews of about the same length together, so that little of a batch is padding.
    """
    data = ReviewDataModule(classifier.tokenizer.pad_token_id, prediction.batch_size, test=tokens)
    loader = data.test_dataloader()
    order = [index for batch in cast(Iterable[list[int]], loader.batch_sampler) for index in batch]
    trainer = make_trainer(
        prediction.precision,
        accelerator="auto" if prediction.runtime == "torch" else "cpu",
        enable_checkpointing=False,
        enable_progress_bar=False,
    )
    network = _executable(classifier.network, prediction)
    try:
        module = SentimentModule(network, TrainingParams())
        with freed_memory_kept(), interrupts_as_such():
            batches = cast(list[torch.Tensor], trainer.predict(module, loader))
    finally:
        if isinstance(network, OpenVinoNetwork):
            network.close()
    probabilities = np.empty(len(tokens))
    probabilities[order] = torch.cat(batches).double().cpu().numpy()
    return probabilities


def _executable(network: PreTrainedModel, prediction: PredictionParams) -> nn.Module:
    if prediction.runtime == "torch":
        network = copy.deepcopy(network)  # Lightning converts one in place, and this one is the caller's
        attention = fastest_attention(prediction.precision, with_gradients=False)
        network.set_attn_implementation(attention)
        first_token_only(network)
        return network
    return OpenVinoNetwork(
        network,
        bfloat16=is_bfloat16(prediction.precision, on_cpu=True),
        int8=prediction.runtime == "openvino_int8",
    )

"""Fine-tuning a classifier with Lightning: the trainer lives and dies in here."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pandas as pd
import torch
from transformers import PreTrainedModel

from review_sentiment.hardware import fastest_attention
from review_sentiment.last_layer import first_token_only
from review_sentiment.pipelines.modelling.datamodule import ReviewDataModule
from review_sentiment.pipelines.modelling.module import SentimentModule
from review_sentiment.pipelines.modelling.params import TrainingParams
from review_sentiment.pipelines.modelling.validation import Validation
from review_sentiment.pretrained_model import attention_as
from review_sentiment.training.checkpoints import Checkpoints
from review_sentiment.training.fingerprint import list_settings, take_fingerprint
from review_sentiment.training.history import History
from review_sentiment.training.trainer import fit


def fine_tune(
    network: PreTrainedModel,
    data: ReviewDataModule,
    training: TrainingParams,
    checkpoints: Path | None = None,
) -> tuple[PreTrainedModel, pd.DataFrame]:
    """The network as it was after its best epoch (see `Validation`), and the history of its training.

    The network is trained in place. Torch's global generator decides the order of the reviews and what drops
    out: seed it first.

    Args:
        network: a classifier with a new head.
        data: with training and validation reviews, and `training.epochs` passes.
        training: how.
        checkpoints: a folder; a training that was interrupted goes on from what it left there.

    Raises:
        ReviewSentimentError: memory or disk can't suffice, or the loss becomes infinite or no number.
    """
    batches, validation_batches = data.train_dataloader(), data.val_dataloader()
    history = History(cast(Any, batches.batch_sampler).ends)
    keeper = None
    if checkpoints:
        held = (loader.dataset.arrays for loader in cast(Any, (batches, validation_batches)))
        arrays = [torch.get_rng_state().numpy(), *(array for arrays in held for array in arrays)]
        fingerprint = take_fingerprint(list_settings(training), network, arrays, Path(__file__).parent)
        keeper = Checkpoints(checkpoints, fingerprint, training.checkpoint_every, history)
    module = SentimentModule(network, training, steps=len(batches))
    validation = Validation(history, validation_batches)
    with attention_as(network, fastest_attention(training.precision)), first_token_only(network):
        fit(module, batches, training, validation, keeper, title="Fine-tuning")
    validation.load_best(module)
    return network.cpu().float().eval(), history.table()

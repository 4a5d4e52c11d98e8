"""A Lightning trainer without what a node has no use for."""

from __future__ import annotations

import logging
import warnings
from typing import Any

import pytorch_lightning as pl

from review_sentiment.pipelines.modelling.hardware import trainer_precision
from review_sentiment.pipelines.modelling.params import Precision

# Lightning sets its own level when it is imported, and then advertises and counts absent GPUs.
logging.getLogger("pytorch_lightning").setLevel(logging.WARNING)
warnings.filterwarnings("ignore", message=r"`isinstance\(treespec, LeafSpec\)` is deprecated")
warnings.filterwarnings("ignore", message="You are using a custom batch sampler")


def make_trainer(precision: Precision, **options: Any) -> pl.Trainer:
    """A trainer on one device; nodes keep their own history, and the catalog keeps the models."""
    return pl.Trainer(
        precision=trainer_precision(precision),
        devices=1,
        logger=False,
        enable_model_summary=False,
        **options,
    )


def fit(trainer: pl.Trainer, module: pl.LightningModule, **options: Any) -> None:
    """Trains; raises KeyboardInterrupt on Ctrl-C, of which Lightning makes a SystemExit without a word."""
    try:
        trainer.fit(module, **options)
    except SystemExit:
        raise KeyboardInterrupt from None

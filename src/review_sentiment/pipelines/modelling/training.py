"""Fine-tuning a classifier with Lightning: the trainer lives and dies in here."""

from __future__ import annotations

import tempfile

import pandas as pd
import torch
from pytorch_lightning.callbacks import ModelCheckpoint, TQDMProgressBar
from transformers import PreTrainedModel

from review_sentiment.pipelines.modelling.datamodule import ReviewDataModule
from review_sentiment.pipelines.modelling.hardware import fastest_attention
from review_sentiment.pipelines.modelling.history import History
from review_sentiment.pipelines.modelling.module import SentimentModule
from review_sentiment.pipelines.modelling.params import TrainingParams
from review_sentiment.pipelines.modelling.trainer import fit, make_trainer

# steps: often enough for a screen, and no flood in a log file
PROGRESS_EVERY = 10


def fine_tune(
    network: PreTrainedModel, data: ReviewDataModule, training: TrainingParams
) -> tuple[PreTrainedModel, pd.DataFrame]:
    """The network as it was after its best epoch, and the history of its training.

    The best epoch is the one with the highest accuracy on the validation reviews, the first of equals (Sun et
    al. 2019, section 5.2, choose so too): its loss rises earlier, where few mistakes are made with much
    confidence. The network is trained in place.
    """
    network.set_attn_implementation(fastest_attention())
    module = SentimentModule(network, training)
    history = History()
    with tempfile.TemporaryDirectory(prefix="review_sentiment_") as folder:
        best = ModelCheckpoint(folder, monitor="validation/accuracy", mode="max", save_weights_only=True)
        trainer = make_trainer(
            training.precision,
            max_epochs=training.epochs,
            gradient_clip_val=training.max_gradient_norm,
            callbacks=[best, history, TQDMProgressBar(PROGRESS_EVERY)],
            num_sanity_val_steps=0,
            reload_dataloaders_every_n_epochs=1,  # epochs differ in their number of batches
        )
        fit(trainer, module, datamodule=data)
        weights = torch.load(best.best_model_path, weights_only=True)["state_dict"]
    module.load_state_dict(weights)
    return network.cpu().float().eval(), history.table()

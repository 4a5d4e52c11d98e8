"""Training an encoder as a masked-language model with Lightning: the trainer lives and dies in here."""

from __future__ import annotations

import copy
import math
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pytorch_lightning as pl
from pytorch_lightning.callbacks import TQDMProgressBar
from torch.utils.data import DataLoader
from transformers import PreTrainedModel

from review_sentiment.pipelines.modelling.hardware import fastest_attention, trainer_precision
from review_sentiment.pipelines.modelling.trainer import fit, make_trainer
from review_sentiment.pipelines.modelling.training import PROGRESS_EVERY
from review_sentiment.pipelines.pretraining.checkpoints import Checkpoints, take_fingerprint
from review_sentiment.pipelines.pretraining.corpus import Corpus
from review_sentiment.pipelines.pretraining.masked_batches import (
    load_held_out_batches,
    load_training_batches,
)
from review_sentiment.pipelines.pretraining.masked_language_model import (
    MaskedLanguageModule,
    build_masked_language_model,
)
from review_sentiment.pipelines.pretraining.params import MaskedLanguageModelParams
from review_sentiment.pipelines.pretraining.pretraining_history import PretrainingHistory
from review_sentiment.pretrained_model import PretrainedModel, copy_weights

# Lightning can't know that our batches start where the checkpoint ends.
warnings.filterwarnings("ignore", message="You're resuming from a checkpoint that ended before the epoch")


def adapt(
    encoder: PretrainedModel,
    texts: list[str],
    recipe: MaskedLanguageModelParams,
    seed: int,
    checkpoints: Path,
) -> tuple[PretrainedModel, pd.DataFrame, dict[str, Any]]:
    """The encoder after training on the texts, its history and a summary (see the node `adapt_encoder`)."""
    corpus = Corpus.of(texts, encoder.tokenizer, recipe, seed)
    settings = {**recipe.model_dump(), "precision": trainer_precision(recipe.precision), "seed": seed}
    packed = (corpus.train.sequences, corpus.held_out.sequences)
    fingerprint = take_fingerprint(settings, encoder.network, *packed)
    keeper = Checkpoints(checkpoints, fingerprint, recipe.checkpoint_every)
    network, history = _train(encoder.network, corpus, recipe, keeper)
    keeper.clear()
    return PretrainedModel(network, encoder.tokenizer), history, _summarise(history, corpus, recipe)


def _train(
    encoder: PreTrainedModel, corpus: Corpus, recipe: MaskedLanguageModelParams, keeper: Checkpoints
) -> tuple[PreTrainedModel, pd.DataFrame]:
    """A trained copy of the encoder, and the history of its training.

    To Lightning, all passes are one: that leaves it one way to be interrupted, between two steps, and lets a
    step take the last batches of one pass and the first ones of the next.
    """
    checkpoint, done = keeper.find()
    batches = load_training_batches(
        corpus.train, recipe.batch_size, epochs=recipe.epochs, start=done * recipe.accumulated_batches
    )
    history = PretrainingHistory(
        load_held_out_batches(corpus.held_out, recipe.batch_size), len(batches) // recipe.epochs
    )
    pl.seed_everything(corpus.train.seed, verbose=False)
    module = MaskedLanguageModule(
        build_masked_language_model(encoder),
        recipe,
        steps=math.ceil(len(batches) / recipe.accumulated_batches),
        guessed=corpus.train.guessed.mean() * recipe.batch_size,
    )
    _fit(module, batches, recipe, [history, keeper], checkpoint)
    network = copy.deepcopy(encoder)  # with the dropout and the pooler that it came with
    copy_weights(module.network.base_model.cpu().float(), network)
    return network.eval(), history.table()


def _fit(
    module: MaskedLanguageModule,
    batches: DataLoader[Any],
    recipe: MaskedLanguageModelParams,
    callbacks: list[pl.Callback],
    checkpoint: Path | None,
) -> None:
    """Trains the network in place, from a checkpoint on where there is one."""
    module.network.set_attn_implementation(fastest_attention())
    trainer = make_trainer(
        recipe.precision,
        max_epochs=1,
        accumulate_grad_batches=recipe.accumulated_batches,
        gradient_clip_val=recipe.max_gradient_norm,
        callbacks=[*callbacks, ProgressOverAllPasses(PROGRESS_EVERY)],
        enable_checkpointing=False,  # Lightning's own; ours is one of the callbacks
        limit_val_batches=0,
    )
    fit(trainer, module, train_dataloaders=batches, ckpt_path=checkpoint, weights_only=True)


class ProgressOverAllPasses(TQDMProgressBar):
    """A bar over the batches of all passes, which does not start anew where a training goes on."""

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Draws the bar."""
        super().on_train_start(trainer, pl_module)
        self.train_progress_bar.reset(int(trainer.num_training_batches))
        self.train_progress_bar.set_description("Masked-language model")

    def on_train_epoch_start(self, trainer: pl.Trainer, *_: Any) -> None:
        """Leaves the bar as it is, where Lightning would call all passes one epoch."""


def _summarise(history: pd.DataFrame, corpus: Corpus, recipe: MaskedLanguageModelParams) -> dict[str, Any]:
    perplexities = history["held_out_perplexity"]
    return {
        "enabled": True,
        "masking": recipe.masking,
        "sequences": len(corpus.train.sequences),
        "tokens": len(corpus.train.sequences.ids),
        "steps": int(history["step"].max()),
        "held_out_perplexity_before": float(perplexities.iloc[0]),
        "held_out_perplexity_after": float(perplexities.iloc[-1]),
        "seconds": float(history["seconds"].max()),
    }

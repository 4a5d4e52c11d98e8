"""A Lightning trainer without what a node has no use for."""

from __future__ import annotations

import logging
import math
import warnings
from contextlib import nullcontext
from typing import Any, cast

import pytorch_lightning as pl
from pytorch_lightning.callbacks import TQDMProgressBar
from torch.utils.data import DataLoader

from review_sentiment.annotations import Precision
from review_sentiment.freed_memory import freed_memory_kept
from review_sentiment.hardware import trainer_precision
from review_sentiment.training.checkpoints import Checkpoints
from review_sentiment.training.history import Measurement
from review_sentiment.training.interruption import (
    Interrupted,
    TerminationInterrupts,
    held_back,
    interrupts_as_such,
)
from review_sentiment.training.limits import refuse_what_does_not_fit
from review_sentiment.training.master_weights import MasterWeightAdamW
from review_sentiment.training.not_finite import FiniteLoss
from review_sentiment.training.params import OptimizationParams

# Lightning sets its own level when it is imported, and then advertises and counts absent GPUs.
logging.getLogger("pytorch_lightning").setLevel(logging.WARNING)
warnings.filterwarnings("ignore", message=r"`isinstance\(treespec, LeafSpec\)` is deprecated")
warnings.filterwarnings("ignore", message="You are using a custom batch sampler")
# Lightning can't know that our batches start where the checkpoint ends.
warnings.filterwarnings("ignore", message="You're resuming from a checkpoint that ended before the epoch")

# steps: often enough for a screen, and no flood in a log file
PROGRESS_EVERY = 10


def make_trainer(precision: Precision, *callbacks: pl.Callback, **options: Any) -> pl.Trainer:
    """A trainer on one device; nodes keep their own history, and the catalog keeps the models."""
    return pl.Trainer(
        precision=trainer_precision(precision),
        devices=1,
        logger=False,
        enable_model_summary=False,
        callbacks=[TerminationInterrupts(), *callbacks],
        **options,
    )


def count_steps(batches: DataLoader[Any], accumulated_batches: int) -> int:
    """The steps of a whole training; the last one may have fewer batches."""
    return math.ceil(len(batches) / accumulated_batches)


def fit(  # noqa: PLR0913 - what both trainings differ in
    module: pl.LightningModule,
    batches: DataLoader[Any],
    recipe: OptimizationParams,
    measurement: Measurement,
    keeper: Checkpoints | None,
    *,
    title: str,
    accumulated_batches: int = 1,
) -> None:
    """Trains in place, from a checkpoint on where there is one that fits.

    Args:
        module: that trains its `network`.
        batches: of all passes; its sampler can start late.
        recipe: how it is trained.
        measurement: what is measured after each pass.
        keeper: of checkpoints, if there are to be any; it holds Ctrl-C back to the end of a step.
        title: of the progress bar.
        accumulated_batches: whose gradients make one step.

    Raises:
        ReviewSentimentError: memory or disk can't suffice, or the loss or a weight has become infinite or no
            number.
        KeyboardInterrupt: on Ctrl-C.
    """
    checkpoint, done = keeper.find() if keeper else (None, 0)
    steps = count_steps(batches, accumulated_batches)
    refuse_what_does_not_fit(
        cast(Any, module).network,
        recipe.precision,
        batches,
        keeper,
        steps,
        keeps_best=measurement.keeps_best,
    )
    cast(Any, batches.batch_sampler).start = done * accumulated_batches
    callbacks = [measurement.history, FiniteLoss(keeper), *([keeper] if keeper else []), measurement]
    trainer = make_trainer(
        recipe.precision,
        *callbacks,
        ProgressOverAllPasses(title),
        max_epochs=1,
        accumulate_grad_batches=accumulated_batches,
        gradient_clip_val=recipe.max_gradient_norm,
        enable_checkpointing=False,  # Lightning's own; ours is one of the callbacks
        limit_val_batches=0,
    )
    try:
        held = held_back(accumulated_batches) if keeper else nullcontext()
        with freed_memory_kept(), interrupts_as_such(), held:
            trainer.fit(module, batches, ckpt_path=checkpoint, weights_only=True)
    except Interrupted:  # behind the last step, where Lightning has no part in it
        cast(Checkpoints, keeper).say_interrupted(steps)
        raise
    for optimizer in trainer.optimizers:
        if isinstance(optimizer, MasterWeightAdamW):
            optimizer.release()
    if keeper:
        keeper.finish()


class ProgressOverAllPasses(TQDMProgressBar):
    """A bar over the batches of all passes, which does not start anew where a training goes on."""

    def __init__(self, title: str):
        super().__init__(PROGRESS_EVERY)
        self._title = title

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Draws the bar."""
        super().on_train_start(trainer, pl_module)
        self.train_progress_bar.reset(int(trainer.num_training_batches))
        self.train_progress_bar.set_description(self._title)

    def on_train_epoch_start(self, trainer: pl.Trainer, *_: Any) -> None:
        """Leaves the bar as it is, where Lightning would call all passes one epoch."""

"""Whether stronger fine-tuning pays on the sample: variants of the default recipe, as a table of accuracies.

Needs the tokens that `kedro run` leaves. All is trained and measured on training and validation reviews, so
that the choice that the table is made for never sees a test review; the last epoch counts, so that no choice
of an epoch comes in between. Variants share the seeds' heads and orders of reviews, and are compared review
by review, in float32.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytorch_lightning as pl
import torch
from kedro.framework.session import KedroSession
from kedro.framework.startup import bootstrap_project
from pytorch_lightning.utilities.types import OptimizerLRSchedulerConfig
from transformers import PreTrainedModel

from review_sentiment.hardware import fastest_attention
from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.pipelines.modelling.datamodule import ReviewDataModule
from review_sentiment.pipelines.modelling.module import SentimentModule
from review_sentiment.pipelines.modelling.params import TrainingParams
from review_sentiment.pipelines.reporting.intervals import mean_and_interval
from review_sentiment.pretrained_model import PretrainedModel
from review_sentiment.training.history import History, Measurement
from review_sentiment.training.optimizer import configure_adamw, decay_groups
from review_sentiment.training.trainer import fit

ROOT = Path(__file__).parents[1]
HELD_OUT = 2000  # of the training reviews, beside the validation reviews
AVERAGED_EVERY = 10  # steps of the second half


class Variant(NamedTuple):
    """What is done otherwise than by default."""

    name: str
    layer_decay: float = 1.0
    """what the learning rate is multiplied with from one layer to the next below (Sun et al. 2019)"""
    new_layers: int = 0
    """top layers that start from random weights, and the pooler with them (Zhang et al. 2021)"""


DEFAULT = Variant("the default recipe")
VARIANTS = (
    Variant("learning rate x 0.9 a layer", layer_decay=0.9),
    Variant("learning rate x 0.8 a layer", layer_decay=0.8),
    Variant("a new top layer", new_layers=1),
)


class NoMeasurement(Measurement):
    """Nothing is measured before the end."""

    def measure(self, module: Any) -> dict[str, float]:
        """Nothing."""
        return {}


class VariantModule(SentimentModule):
    """Fine-tuning by a variant; on the side, the mean of the weights over the second half of the steps.

    The mean is that of Izmailov et al. 2018, at the falling learning rate of the recipe.
    """

    def __init__(self, network: PreTrainedModel, training: TrainingParams, variant: Variant, steps: int):
        super().__init__(network, training, steps=steps)
        self.variant = variant
        self.mean: dict[str, torch.Tensor] = {}
        self.means = 0

    def configure_optimizers(self) -> OptimizerLRSchedulerConfig:
        """The project's own where all layers learn at one rate."""
        if self.variant.layer_decay == 1:
            return super().configure_optimizers()
        recipe = self._recipe
        groups = [
            {**group, "lr": recipe.learning_rate * self.variant.layer_decay**depth}
            for depth, weights in by_depth(self.network).items()
            for group in decay_groups(torch.nn.ParameterList(weights), recipe.weight_decay)
        ]
        return configure_adamw(groups, recipe, self._steps)

    def on_train_batch_end(self, *_: Any) -> None:
        """Takes every tenth step of the second half into the mean."""
        step = self.trainer.global_step
        if step * 2 < self._steps or step % AVERAGED_EVERY:
            return
        self.means += 1
        for name, weight in self.network.state_dict().items():
            held = self.mean.setdefault(name, weight.detach().float().clone())
            held.lerp_(weight.float(), 1 / self.means)


def by_depth(network: PreTrainedModel) -> dict[int, list[torch.nn.Parameter]]:
    """Weights by how far they are below the top layer: 0 for that and the head, the most for embeddings."""
    layers = network.config.num_hidden_layers
    found: dict[int, list[torch.nn.Parameter]] = {}
    for name, weight in network.named_parameters():
        depth = 0
        if "encoder.layer." in name:
            depth = layers - 1 - int(name.split("encoder.layer.")[1].split(".")[0])
        elif "embeddings" in name:
            depth = layers
        found.setdefault(depth, []).append(weight)
    return found


def train(
    encoder: PretrainedModel, data: ReviewDataModule, training: TrainingParams, variant: Variant, seed: int
) -> list[np.ndarray]:
    """Which held-out reviews are right, (reviews,), by the last weights and by the mean of weights."""
    pl.seed_everything(seed, verbose=False)
    network = build_classifier(encoder.network, hidden_dropout=training.hidden_dropout)
    if variant.new_layers:
        draw_top_anew(network, variant.new_layers)
    pl.seed_everything(seed, verbose=False)  # the same order of reviews, whatever was drawn until here
    network.set_attn_implementation(fastest_attention(training.precision))
    batches = data.train_dataloader()
    module = VariantModule(network, training, variant, len(batches))
    measurement = NoMeasurement(History(batches.batch_sampler.ends))
    fit(module, batches, training, measurement, None, title=f"{variant.name}, seed {seed}")
    last = find_right(module, data)
    network.load_state_dict(module.mean)
    return [last, find_right(module, data)]


def draw_top_anew(network: PreTrainedModel, layers: int) -> None:
    """Draws the top layers, and the pooler where there is one, as BERT's own training starts them."""
    body = network.base_model
    for part in [*body.encoder.layer[-layers:], *filter(None, [body.pooler])]:
        for module in part.modules():
            if isinstance(module, torch.nn.Linear):
                torch.nn.init.normal_(module.weight, std=network.config.initializer_range)
                torch.nn.init.zeros_(module.bias)
            elif isinstance(module, torch.nn.LayerNorm):
                module.reset_parameters()


@torch.inference_mode()
def find_right(module: SentimentModule, data: ReviewDataModule) -> np.ndarray:
    """Which held-out reviews are classified right, in the loader's order, which is always the same."""
    module.eval()
    right = [module.logits(batch).argmax(-1) == batch["labels"] for batch in data.val_dataloader()]
    return torch.cat(right).numpy()


def load_inputs(architecture: str) -> tuple[PretrainedModel, ReviewDataModule, TrainingParams]:
    """The encoder, tokens as a run left them, split anew, and the recipe."""
    bootstrap_project(ROOT)
    context = KedroSession.create(ROOT).load_context()
    encoder = context.catalog.load(f"{architecture}.encoder")
    tokens = context.catalog.load(f"{architecture}.train_tokens")
    held = tokens.sample(HELD_OUT, random_state=0)
    training = context.params[architecture]["training"].model_copy(update={"precision": "float32"})
    data = ReviewDataModule(
        encoder.tokenizer.pad_token_id,
        training.batch_size,
        train=tokens.drop(held.index),
        validation=pd.concat([held, context.catalog.load(f"{architecture}.validation_tokens")]),
        passes=training.epochs,
    )
    return encoder, data, training


def main() -> None:
    """Trains all variants with all seeds and prints the table, a row as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--architecture", default="bert")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--variants", help="words in the names of those to train; by default all")
    args = parser.parse_args()
    encoder, data, training = load_inputs(args.architecture)
    print("| | accuracy of each seed | mean | to the default, points (95 %) |\n|---|---|---|---|")
    plain = None
    for variant in (DEFAULT, *(variant for variant in VARIANTS if (args.variants or "") in variant.name)):
        runs = [train(encoder, data, training, variant, seed) for seed in range(args.seeds)]
        for ending, right in zip(("", ", weights averaged"), zip(*runs, strict=True), strict=True):
            seeds = np.stack(right).astype(float)  # (seeds, reviews)
            plain = seeds if plain is None else plain
            print(f"| {variant.name}{ending} {describe(seeds, plain)}", flush=True)


def describe(seeds: np.ndarray, plain: np.ndarray) -> str:
    """The cells of a row; the interval is over reviews, each the mean of its seeds."""
    difference, low, high = (100 * value for value in mean_and_interval((seeds - plain).mean(0)))
    each = ", ".join(f"{accuracy:.1%}" for accuracy in seeds.mean(1))
    return f"| {each} | {seeds.mean():.1%} | {difference:+.1f} ({low:+.1f} to {high:+.1f}) |"


if __name__ == "__main__":
    main()

"""The optimizer of every training, and its learning rate over the steps."""

from __future__ import annotations

from typing import Any

import torch
from pytorch_lightning.utilities.types import OptimizerLRSchedulerConfig
from torch import nn
from transformers import get_linear_schedule_with_warmup

from review_sentiment.training.master_weights import MasterWeightAdamW
from review_sentiment.training.params import OptimizationParams

MATRIX_DIMENSIONS = 2


def configure_adamw(
    groups: list[dict[str, Any]], recipe: OptimizationParams, steps: int
) -> OptimizerLRSchedulerConfig:
    """AdamW, on float32 masters of bfloat16 weights, with a linear warm-up and decay over the steps.

    Args:
        groups: of weights, such as `decay_groups` makes; one may have a learning rate (`lr`) of its own.
        recipe: how they are trained.
        steps: of the whole training.
    """
    held_in_bfloat16 = groups[0]["params"][0].dtype == torch.bfloat16
    adamw = MasterWeightAdamW if held_in_bfloat16 else torch.optim.AdamW
    optimizer = adamw(groups, lr=recipe.learning_rate, fused=True)
    schedule = get_linear_schedule_with_warmup(optimizer, round(recipe.warmup_fraction * steps), steps)
    return {
        "optimizer": optimizer,
        "lr_scheduler": {"scheduler": schedule, "interval": "step"},
    }


def decay_groups(network: nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    """The weights that decay, matrices and embeddings, and those that don't: biases and layer norms."""
    weights = [weight for weight in network.parameters() if weight.requires_grad]
    return [
        {
            "params": [weight for weight in weights if weight.dim() >= MATRIX_DIMENSIONS],
            "weight_decay": weight_decay,
        },
        {
            "params": [weight for weight in weights if weight.dim() < MATRIX_DIMENSIONS],
            "weight_decay": 0.0,
        },
    ]

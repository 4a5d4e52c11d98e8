"""Which checkpoints fit a training."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from transformers import PreTrainedModel

import review_sentiment
from review_sentiment.hardware import trainer_precision
from review_sentiment.training.params import OptimizationParams

_FOLDER = Path(__file__).parent

SHARED_CODE = (
    *sorted(_FOLDER.glob("*.py")),
    *(_FOLDER.parent / name for name in ("hardware.py", "last_layer.py", "pretrained_model.py")),
)
"""the files that decide what a step computes, whatever is trained"""


def list_settings(recipe: OptimizationParams, **others: Any) -> dict[str, Any]:
    """What a user set that decides the outcome, with the number format that the hardware makes of it.

    How often checkpoints are written decides nothing of it.
    """
    settings = recipe.model_dump(exclude={"checkpoint_every"})
    return {**settings, "precision": trainer_precision(recipe.precision), **others}


def take_fingerprint(
    settings: dict[str, Any],
    network: PreTrainedModel,
    arrays: Iterable[np.ndarray],
    code: Path,
) -> str:
    """What has to be the same for a training to go on.

    Args:
        settings: what a user set (see `list_settings`).
        network: that the training starts from, a new head included.
        arrays: tokens and labels.
        code: the folder with the rest of what the training does.
    """
    versions = (review_sentiment.__version__, torch.__version__, transformers.__version__)
    digest = hashlib.sha256(repr((versions, sorted(settings.items()))).encode())
    for file in (*SHARED_CODE, *sorted(code.glob("*.py"))):
        digest.update(file.read_bytes())
    digest.update(network.config.to_json_string().encode())
    for name, tensor in network.state_dict().items():
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy())
    for array in arrays:
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:16]

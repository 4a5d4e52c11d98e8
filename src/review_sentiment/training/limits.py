"""What a training needs of memory and disk, before it starts."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import Any, cast

import psutil
import torch
from torch.utils.data import DataLoader
from transformers import PreTrainedModel

from review_sentiment.annotations import Precision
from review_sentiment.errors import ReviewSentimentError
from review_sentiment.hardware import fastest_attention, is_bfloat16
from review_sentiment.training.checkpoints import Checkpoints

FLOAT32 = 4


def refuse_what_does_not_fit(  # noqa: PLR0913 - all that takes memory or disk
    network: PreTrainedModel,
    precision: Precision,
    batches: DataLoader[Any],
    keeper: Checkpoints | None,
    steps: int,
    *,
    keeps_best: bool,
) -> None:
    """Ends a training that can't come to its end before it starts.

    The estimates leave out what the libraries, the data and a pretraining's output layer take, so that
    nothing is refused that could do.

    Args:
        network: to be trained.
        precision: it is trained in.
        batches: of which the one that takes most memory counts.
        keeper: of checkpoints, if there are to be any; what is trained is kept on the same disk.
        steps: of the whole training.
        keeps_best: whether the weights of the best epoch are kept too.

    Raises:
        ReviewSentimentError: memory or disk can't suffice; says what is needed and what there is.
    """
    held = 2 if is_bfloat16(precision) else FLOAT32
    weights = network.num_parameters()
    on_gpu = torch.cuda.is_available()
    checkpoint = checkpoint_bytes(weights, held, keeps_best=keeps_best)
    fused = fastest_attention(precision) == "sdpa"
    activations = max(
        activation_bytes(network, *shape, held, attention_is_fused=fused) for shape in _shapes(batches)
    )
    # what a checkpoint holds, and gradients, float32 too; beside a GPU's memory the best epoch is kept
    memory = checkpoint_bytes(weights, held, keeps_best=keeps_best and not on_gpu) + weights * FLOAT32
    if on_gpu:
        memory += activations
    else:
        # the network is there already; Lightning puts a checkpoint together in memory, after a backward pass
        memory += max(activations, checkpoint if keeper else 0) - weights * FLOAT32
    _compare("memory", memory, _free_memory(), "Lower `batch_size` or `max_tokens`, or close other programs.")
    if keeper:
        place = next(path for path in (keeper.folder, *keeper.folder.parents) if path.exists())
        # the outcome is written when one checkpoint is left
        disk = max(keeper.count_missing(steps) * checkpoint, weights * FLOAT32)
        _compare(f"disk space in {place}", disk, shutil.disk_usage(place).free, "Make room there.")


def checkpoint_bytes(weights: int, held: int, *, keeps_best: bool) -> int:
    """Weights of `held` bytes, the best epoch's, AdamW's two moments and, of bfloat16, the masters."""
    best = held if keeps_best else 0
    masters = FLOAT32 if held < FLOAT32 else 0
    return weights * (held + best + 2 * FLOAT32 + masters)


def activation_bytes(
    network: PreTrainedModel, sequences: int, tokens: int, held: int, *, attention_is_fused: bool
) -> int:
    """What the layers keep for the backward pass (Korthikanti et al. 2022, equation 2, there of 2 bytes).

    Without dropout, whose masks are 2 of their 34 bytes. Fused attention keeps no weights of the heads,
    "eager" keeps them once. The last layer is left out: less than half of it is kept (see `last_layer`).
    """
    config = network.config
    width, heads = config.hidden_size, config.num_attention_heads
    attention = 0 if attention_is_fused else 2 * heads * tokens / width
    layer = sequences * tokens * width * (32 + attention)
    return int((config.num_hidden_layers - 1) * layer * held / 2)


def _shapes(batches: DataLoader[Any]) -> Iterable[tuple[int, int]]:
    """The sequences of each batch that may take most memory, and their length."""
    return cast(Any, batches.batch_sampler).shapes


def _free_memory() -> int:
    """Bytes that are free for the network: the GPU's where there is one."""
    if torch.cuda.is_available():
        return torch.cuda.mem_get_info()[0]
    return psutil.virtual_memory().available


def _compare(what: str, needed: int, free: int, advice: str) -> None:
    if needed > free:
        raise ReviewSentimentError(
            f"The training needs about {_say(needed)} of {what}, and {_say(free)} are free. {advice}"
        )


def _say(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"

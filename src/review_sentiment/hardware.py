"""What the hardware is fast at."""

from __future__ import annotations

import logging
import time
from functools import cache
from typing import Literal

import torch

from review_sentiment.annotations import Precision

logger = logging.getLogger(__name__)

# How many times the speed of float32 products makes bfloat16 the choice. Processors measured so far are far
# from it on either side: 0.5, 2.4 and 7.
WORTHWHILE = 1.5
# (rows, inputs, outputs) of the product that is timed, as in a compact encoder's inner layer: so short and so
# often repeated that some run from start to end even where other programs take turns on the processor
TIMED_PRODUCT = (256, 384, 1536)
REPEATS = 30


def trainer_precision(precision: Precision) -> Literal["bf16-true", "32-true"]:
    """Lightning's name for the format that weights are held and multiplied in."""
    return "bf16-true" if is_bfloat16(precision) else "32-true"


def is_bfloat16(precision: Precision, *, on_cpu: bool = False) -> bool:
    """Whether weights are held and multiplied in bfloat16, and not in float32.

    Args:
        precision: what a user asks for.
        on_cpu: whether the CPU computes, whatever else there is.
    """
    if precision == "auto":
        return is_bfloat16_faster_on_cpu() if on_cpu else is_bfloat16_faster()
    return precision == "bfloat16"


def is_bfloat16_faster() -> bool:
    """Whether the device that Lightning will pick is faster at bfloat16 than at float32.

    A GPU is where it multiplies bfloat16 natively.
    """
    if torch.cuda.is_available():
        return torch.cuda.is_bf16_supported(including_emulation=False)
    return not torch.accelerator.is_available() and is_bfloat16_faster_on_cpu()


@cache
def is_bfloat16_faster_on_cpu() -> bool:
    """Whether the processor is faster at bfloat16 than at float32.

    One with instructions for it need not be: a Xeon whose AMX is kept from the virtual machine was seen to
    multiply it at half the rate of float32. So it is timed, once a process.
    """
    if not torch.backends.mkldnn.is_available() or not torch.ops.mkldnn._is_mkldnn_bf16_supported():
        return False
    ratio = _product_seconds(torch.float32) / _product_seconds(torch.bfloat16)
    faster = ratio >= WORTHWHILE
    logger.info(
        "This processor multiplies bfloat16 at %.1f times the speed of float32: `precision: auto` is %s.",
        ratio,
        "bfloat16" if faster else "float32",
    )
    return faster


def best_device() -> torch.device:
    """The GPU or other accelerator, where there is one, as Lightning would pick it."""
    return torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")


def fastest_attention(precision: Precision, *, with_gradients: bool = True) -> Literal["eager", "sdpa"]:
    """Transformers' name for the attention that trains fastest or, without gradients, classifies fastest.

    That is torch's ("sdpa"), fused where no attention drops out. But for bfloat16 on a CPU: with heads as
    narrow as BERT's, its backward pass takes longer there than plain matrix products do, and without AMX its
    forward pass too.
    """
    if torch.accelerator.is_available() or not is_bfloat16(precision):
        return "sdpa"
    is_forward_fast = torch.cpu.get_capabilities().get("amx_bf16", False)
    return "sdpa" if is_forward_fast and not with_gradients else "eager"


def _product_seconds(dtype: torch.dtype) -> float:
    """The shortest time of a product in one thread; it draws no random numbers.

    Several threads wait for the slowest of them, so that other programs would move the time.
    """
    rows, inputs, outputs = TIMED_PRODUCT
    left, weight = torch.ones(rows, inputs, dtype=dtype), torch.ones(outputs, inputs, dtype=dtype)
    seconds = []
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        for _ in range(REPEATS):
            started = time.perf_counter()
            torch.nn.functional.linear(left, weight)
            seconds.append(time.perf_counter() - started)
    finally:
        torch.set_num_threads(threads)
    return min(seconds)

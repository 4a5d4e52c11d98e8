"""What the hardware is fast at."""

from __future__ import annotations

from typing import Literal

import torch

from review_sentiment.pipelines.modelling.params import Precision


def trainer_precision(precision: Precision) -> Literal["bf16-true", "32-true"]:
    """Lightning's name for the format that weights are held and multiplied in."""
    if precision == "auto":
        precision = "bfloat16" if has_bfloat16() else "float32"
    return "bf16-true" if precision == "bfloat16" else "32-true"


def has_bfloat16() -> bool:
    """Whether the device that Lightning will pick multiplies bfloat16 matrices natively."""
    if torch.cuda.is_available():
        return torch.cuda.is_bf16_supported(including_emulation=False)
    if torch.accelerator.is_available():
        return False
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def fastest_attention() -> Literal["eager", "sdpa"]:
    """Transformers' name for the attention that trains fastest.

    On a GPU that is the fused kernel. On a CPU, with heads as narrow as BERT's, the backward pass of the
    fused one takes longer than the plain matrix products do.
    """
    return "sdpa" if torch.accelerator.is_available() else "eager"

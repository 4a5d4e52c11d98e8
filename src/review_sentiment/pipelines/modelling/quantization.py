"""Weights in 8 bits."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

# the largest number of 8 bits
LARGEST = 255


class QuantizedRows(NamedTuple):
    """(values - zero_point) * scale is about what was quantized."""

    values: Tensor
    """(rows, columns), uint8"""
    zero_point: Tensor
    """what 0 comes to in each row, (rows, 1), uint8"""
    scale: Tensor
    """a step of each row, (rows, 1), of the weight's type"""


def quantize_rows(weight: Tensor) -> QuantizedRows:
    """Rounds each row of a weight, (rows, columns), to steps of its own.

    Its smallest number comes to 0 and its largest to 255, and 0 stays 0 (affine and per channel, in the
    words of Krishnamoorthi 2018, arXiv 1806.08342).
    """
    low, high = weight.amin(1, keepdim=True).clamp(max=0), weight.amax(1, keepdim=True).clamp(min=0)
    # a row of zeros has a scale too, or it would become no number
    scale = ((high - low) / LARGEST).clamp(min=torch.finfo(weight.dtype).tiny)
    zero_point = (-low / scale).round()
    values = (weight / scale + zero_point).round().clamp(0, LARGEST)
    return QuantizedRows(values.to(torch.uint8), zero_point.to(torch.uint8), scale)

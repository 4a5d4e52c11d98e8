"""Linear layers with weights of 8 bits."""

from __future__ import annotations

import torch
from torch import Tensor, nn

# the largest number of 8 bits
LARGEST = 255


class RoundedLinear(nn.Module):
    """A linear layer with weights of 8 bits, which a runtime that can multiplies in int8.

    Each row has a scale and a zero point, so that its smallest weight comes to 0 and its largest to 255, and
    0 stays 0 (affine and per channel, in the words of Krishnamoorthi 2018, arXiv 1806.08342).

    Args:
        layer: with weights of floating point, (outputs, inputs).
    """

    def __init__(self, layer: nn.Linear):
        super().__init__()
        weight = layer.weight.detach()
        low, high = weight.amin(1, keepdim=True).clamp(max=0), weight.amax(1, keepdim=True).clamp(min=0)
        # a row of zeros has a scale too, or it would become no number
        self._scale = ((high - low) / LARGEST).clamp(min=torch.finfo(weight.dtype).tiny)
        zero = (-low / self._scale).round()
        self._rounded = (weight / self._scale + zero).round().clamp(0, LARGEST).to(torch.uint8)
        self._zero = zero.to(torch.uint8)
        self.bias = layer.bias

    @property
    def weight(self) -> Tensor:
        """What the layer multiplies by, (outputs, inputs)."""
        dtype = self._scale.dtype
        return (self._rounded.to(dtype) - self._zero.to(dtype)) * self._scale

    def forward(self, inputs: Tensor) -> Tensor:
        """(..., inputs) to (..., outputs)."""
        return nn.functional.linear(inputs, self.weight, self.bias)


def round_linear_layers(network: nn.Module) -> None:
    """Puts a `RoundedLinear` in the place of every linear layer."""
    for module in list(network.modules()):
        for name, layer in module.named_children():
            if type(layer) is nn.Linear:
                setattr(module, name, RoundedLinear(layer))

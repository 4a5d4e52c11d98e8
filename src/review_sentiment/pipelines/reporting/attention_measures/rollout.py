"""Attention rollout: what the layers' attention comes to when one follows another."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import torch

Array = TypeVar("Array", np.ndarray, torch.Tensor)


def rollout(weights: Array) -> Array:
    """How much of each token of the last layer comes from each token of the text, by attention alone.

    Abnar and Zuidema (2020), "Quantifying Attention Flow in Transformers": a layer mixes half of its
    attention, heads averaged, with half of what it was given, for the residual connection; layers multiply.

    Args:
        weights: (..., layers, heads, tokens, tokens). Padding needs no mask: no token attends to it.

    Returns:
        (..., tokens, tokens); a row is a token of the last layer, a column one of the text. Rows sum to 1.
    """
    return rollouts(weights)[..., -1, :, :]


def rollouts(weights: Array) -> Array:
    """The rollout through the first layer, the first two, and so on: (..., layers, tokens, tokens)."""
    mixed = weights.mean(-3) / 2
    token = np.arange(weights.shape[-1])
    mixed[..., token, token] += 0.5
    for layer in range(1, mixed.shape[-3]):
        mixed[..., layer, :, :] = mixed[..., layer, :, :] @ mixed[..., layer - 1, :, :]
    return mixed

"""How far apart heads are."""

from __future__ import annotations

import math

import numpy as np
import torch


def jensen_shannon(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    """The Jensen-Shannon distance of distributions over the last axis: 0 for the same, 1 for disjoint ones.

    The square root of the divergence to base 2, as `scipy.spatial.distance.jensenshannon` has it; that takes
    ten times as long.
    """
    entropy = torch.special.entr
    mean = entropy(first).sum(dim=-1) / 2 + entropy(second).sum(dim=-1) / 2
    divergence = entropy((first + second) / 2).sum(dim=-1) - mean
    return (divergence / math.log(2)).clamp(min=0).sqrt()


def shifts(before: torch.Tensor, after: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """How far each head's rows moved, on average.

    Args:
        before: (reviews, layers, heads, tokens, tokens), zeros where a review has ended.
        after: the same of another network.
        lengths: tokens of each review, (reviews,).

    Returns:
        (reviews, layers, heads).
    """
    real = torch.arange(before.shape[-1], device=before.device) < lengths[:, None]
    moved = [
        (jensen_shannon(before[:, layer], after[:, layer]) * real[:, None]).sum(dim=-1) / lengths[:, None]
        for layer in range(before.shape[1])
    ]
    return torch.stack(moved, dim=1)


def pairwise(rows: torch.Tensor) -> np.ndarray:
    """The mean distance between the rows of every two heads.

    Args:
        rows: (heads, rows, tokens): for each head the same rows of attention.

    Returns:
        (heads, heads), symmetric, zeros on the diagonal.
    """
    heads = len(rows)
    distances = torch.zeros(heads, heads, device=rows.device)  # read once: a GPU would wait for each reading
    for head in range(heads - 1):
        distances[head, head + 1 :] = jensen_shannon(rows[head], rows[head + 1 :]).mean(dim=-1)
    return (distances + distances.T).cpu().double().numpy()

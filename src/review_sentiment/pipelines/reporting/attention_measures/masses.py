"""Measures of heads, from weights and patterns alone."""

from __future__ import annotations

import torch

from review_sentiment.pipelines.reporting.attention_measures.rollout import rollouts


def masses(weights: torch.Tensor, patterns: torch.Tensor) -> torch.Tensor:
    """How much weight of each head lies on the pairs of each pattern.

    Args:
        weights: (reviews, heads, tokens, tokens).
        patterns: (reviews, patterns, tokens, tokens), zeros where a review has ended.

    Returns:
        (reviews, heads, patterns).
    """
    return weights.flatten(2) @ patterns.flatten(2).mT


def uniform_masses(patterns: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """The same of a head that gives all tokens of a review the same weight: (reviews, patterns)."""
    return patterns.sum(dim=(-2, -1)) / lengths[:, None]


def entropies(weights: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    """The mean entropy of a head's rows over log n: 0 where each looks at one token, 1 where at all alike.

    Args:
        weights: (reviews, heads, tokens, tokens), exactly 0 to padding.
        lengths: tokens of each review, (reviews,), 2 or more.

    Returns:
        (reviews, heads).
    """
    real = torch.arange(weights.shape[-1], device=weights.device) < lengths[:, None]
    rows = torch.special.entr(weights).sum(dim=-1) * real[:, None]
    return rows.sum(dim=-1) / (lengths * lengths.log())[:, None]


def weigh(weights: torch.Tensor, norms: torch.Tensor) -> torch.Tensor:
    """Weights times the norms of the values they are given to, rows summing to 1 again.

    Args:
        weights: (..., heads, tokens, tokens).
        norms: (..., heads, tokens) (see `value_norms`).
    """
    weighted = weights * norms[..., None, :]
    return weighted / weighted.sum(dim=-1, keepdim=True)


def measure_batch(
    weights: torch.Tensor, norms: torch.Tensor, patterns: torch.Tensor, lengths: torch.Tensor
) -> dict[str, torch.Tensor]:
    """All measures of all heads of a batch.

    Args:
        weights: (reviews, layers, heads, tokens, tokens).
        norms: (reviews, layers, heads, tokens).
        patterns: (reviews, patterns, tokens, tokens).
        lengths: (reviews,).

    Returns:
        `entropy`, (reviews, layers, heads); `plain` and `weighted` by the norms of the values, both (reviews,
        layers, heads, patterns); `rollout`, through the layers up to each, (reviews, layers, patterns).
    """
    layers = range(weights.shape[1])
    return {
        "entropy": torch.stack([entropies(weights[:, layer], lengths) for layer in layers], dim=1),
        "plain": torch.stack([masses(weights[:, layer], patterns) for layer in layers], dim=1),
        "weighted": torch.stack(
            [masses(weigh(weights[:, layer], norms[:, layer]), patterns) for layer in layers], dim=1
        ),
        "rollout": masses(rollouts(weights), patterns),
    }

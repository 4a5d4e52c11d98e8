"""What attention, read as an explanation, says of each token."""

from __future__ import annotations

from collections.abc import Callable

import torch
from transformers import PreTrainedModel

from review_sentiment.pipelines.reporting.attention_measures.rollout import rollout
from review_sentiment.pipelines.reporting.attention_measures.value_norms import value_norms

Arrays = dict[str, torch.Tensor]

# each takes weights, (layers, heads, tokens, tokens), and norms of the values, (layers, heads, tokens)
SCORES: dict[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {
    "attention_last": lambda weights, _: weights[-1, :, 0].mean(0),
    "attention_mean": lambda weights, _: weights[:, :, 0].mean((0, 1)),
    "rollout": lambda weights, _: rollout(weights)[0],
    "norm_weighted": lambda weights, norms: (weights[:, :, 0] * norms).mean((0, 1)),
}


def attention_scores(weights: torch.Tensor, norms: torch.Tensor) -> Arrays:
    """How far the first token, which the head of the classifier reads, looks at each token.

    By its weights in the last layer; by those of all layers; by the rollout (Abnar and Zuidema 2020); and by
    weights times the norms of what they weigh (Kobayashi et al. 2020). Heads are averaged, and layers.

    Args:
        weights: (layers, heads, tokens, tokens).
        norms: of the transformed values, (layers, heads, tokens).

    Returns:
        By name, (tokens,), special tokens among them.
    """
    return {name: score(weights, norms) for name, score in SCORES.items()}


def strongest_scores(weights: torch.Tensor) -> Arrays:
    """The largest weight that any token gives to each token: in the last layer, and of the rollout.

    Abnar and Zuidema's published correlations are of these (compute_corel_distilbert_sst.py in their
    repository samiraabnar/attention_flow), and not of the weights from the first token.
    """
    return {
        "attention_last_strongest": weights[-1].mean(0).amax(0),
        "rollout_strongest": rollout(weights).amax(0),
    }


def read_attention(network: PreTrainedModel, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The weights and the norms of the values of one review, as `attention_scores` takes them.

    Args:
        network: with "eager" attention, for the fused one has no weights to give.
        ids: (1, tokens).
    """
    with torch.inference_mode():
        output = network(ids, output_attentions=True, output_hidden_states=True)
        norms = value_norms(network, output.hidden_states)
    return torch.cat(output.attentions), norms[0]

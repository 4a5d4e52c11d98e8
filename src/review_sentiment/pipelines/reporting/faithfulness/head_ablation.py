"""What is lost with each attention head."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import torch
from transformers import PreTrainedModel

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.last_layer import LAID_OUT_AS_BERT, first_token_only
from review_sentiment.pipelines.reporting.intervals import mean_and_interval

# tokens that go through the network at once, heads times reviews times tokens: their 4 x 384 wide middle
# takes 50 MB
TOKENS_AT_ONCE = 8192


def ablate(network: PreTrainedModel, tokens: pd.DataFrame) -> pd.DataFrame:
    """Accuracy and log-loss of a classifier with one head switched off, for each head.

    A head is switched off by zeroing what it hands to the output projection (Michel et al. 2019, "Are Sixteen
    Heads Really Better than One?").

    Args:
        network: a classifier in evaluation mode, whose head reads the first token.
        tokens: `input_ids` and `label` of each review.

    Returns:
        A row a head: `layer`, `head` (from 0), `accuracy_lost`, `log_loss_gained` with the ends of its 95 %
        interval over reviews (`_low`, `_high`), and `reviews`. So few reviews put no bounds on an accuracy
        that hardly moves, and it has no interval.

    Raises:
        ReviewSentimentError: the network's layers are not laid out as BERT's and RoBERTa's are.
    """
    layers, heads = network.config.num_hidden_layers, network.config.num_attention_heads
    whole = np.empty((len(tokens), 2))
    without = np.empty((len(tokens), layers, heads, 2))
    for rows, ids in _batches(tokens["input_ids"].tolist(), heads):
        intact, ablated = log_probabilities(network, torch.as_tensor(ids, device=network.device))
        whole[rows], without[rows] = intact.numpy(), ablated.movedim(2, 0).numpy()
    labels = tokens["label"].to_numpy()
    lost = _right(whole, labels)[:, None, None].astype(float) - _right(without, labels)
    gained = _of_label(whole, labels)[:, None, None] - _of_label(without, labels)
    table = pd.DataFrame(list(np.ndindex(layers, heads)), columns=["layer", "head"])
    mean, low, high = (values.ravel() for values in mean_and_interval(gained))
    return table.assign(
        accuracy_lost=lost.mean(0).ravel(),
        log_loss_gained=mean,
        log_loss_gained_low=low,
        log_loss_gained_high=high,
        reviews=len(tokens),
    )


def log_probabilities(network: Any, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Log-probabilities of the classes, with all heads and without each.

    What enters a layer does not change when one of its heads is switched off: so each layer is entered once,
    and only what is above it is computed anew for each head.

    Args:
        network: as in `ablate`.
        ids: of reviews of one length, for there is no mask, (reviews, tokens).

    Returns:
        (reviews, classes) and (layers, heads, reviews, classes), float64, on the CPU.
    """
    layers = _find_layers(network)
    heads = network.config.num_attention_heads
    with torch.inference_mode(), first_token_only(network):
        hidden = network.base_model.embeddings(ids)
        ablated = []
        for number, layer in enumerate(layers):
            context, _ = layer.attention.self(hidden)
            switched_off = _switch_off(context, heads)
            repeated = hidden.repeat(heads, 1, 1)
            ablated.append(_finish(network, layer, switched_off, repeated, layers[number + 1 :]))
            hidden = _leave(layer, context, hidden)
        whole = _classify(network, hidden)
        # to the CPU first: not every accelerator has float64
        intact, without = (each.cpu().double().log_softmax(-1) for each in (whole, torch.stack(ablated)))
    return intact, without.unflatten(1, (heads, -1))


def _switch_off(context: torch.Tensor, heads: int) -> torch.Tensor:
    """Copies of what the heads hand on, (heads x reviews, tokens, width): a head is zero in each."""
    on = 1 - torch.eye(heads, dtype=context.dtype, device=context.device)
    parts = context.unflatten(-1, (heads, -1))  # reviews, tokens, heads, width of a head
    return (parts * on[:, None, None, :, None]).flatten(-2).flatten(0, 1)


def _finish(
    network: Any, layer: Any, context: torch.Tensor, hidden: torch.Tensor, above: Any
) -> torch.Tensor:
    """From the attention of `layer` to logits."""
    for following in above:
        hidden = _leave(layer, context, hidden)
        layer = following
        context, _ = layer.attention.self(hidden)
    return _classify(network, _leave(layer, context, hidden))


def _leave(layer: Any, context: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
    return layer.feed_forward_chunk(layer.attention.output(context, hidden))


def _classify(network: Any, hidden: torch.Tensor) -> torch.Tensor:
    # BERT's head reads its pooler, RoBERTa's the first token; both are in evaluation mode: without dropout
    pooler = network.base_model.pooler
    return network.classifier(hidden if pooler is None else pooler(hidden))


def _find_layers(network: Any) -> Any:
    if network.config.model_type not in LAID_OUT_AS_BERT:
        raise ReviewSentimentError(
            f"The heads of a {type(network).__name__} can't be switched off: its layers are not laid out as "
            "BERT's and RoBERTa's are."
        )
    return network.base_model.encoder.layer


def _batches(reviews: list[np.ndarray], heads: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Row numbers and ids of reviews of the same length, as many as fit."""
    lengths = np.array([len(ids) for ids in reviews])
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        fit = max(1, TOKENS_AT_ONCE // (heads * length))
        for start in range(0, len(rows), fit):
            chosen = rows[start : start + fit]
            yield chosen, np.stack([reviews[row] for row in chosen]).astype(np.int64)


def _right(log_probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return log_probabilities.argmax(-1) == labels.reshape(-1, *[1] * (log_probabilities.ndim - 2))


def _of_label(log_probabilities: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return log_probabilities[np.arange(len(labels)), ..., labels]

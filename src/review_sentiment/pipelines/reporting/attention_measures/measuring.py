"""Measuring the heads of several networks on the same reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack

import numpy as np
import pandas as pd
import torch
from transformers import PreTrainedModel

from review_sentiment.pipelines.reporting.attention_measures import distances, forward, sampling
from review_sentiment.pipelines.reporting.attention_measures.masses import measure_batch, uniform_masses
from review_sentiment.pipelines.reporting.attention_measures.patterns import PATTERNS, make_patterns
from review_sentiment.pipelines.reporting.reading import ReadReview

# of one network: for each measure a row a review, (reviews, layers, heads, ...)
Found = dict[str, np.ndarray]


def measure(
    networks: dict[str, PreTrainedModel],
    padding: int,
    reviews: Sequence[ReadReview],
    polarity_words: Collection[str],
    negations: Collection[str],
) -> tuple[dict[str, Found], np.ndarray]:
    """The measures of `measure_batch` of each network, and what uniform attention gives.

    Args:
        networks: by name; the last also has `shift`, how far its heads are from those of the one before it.
        padding: the id of the padding token.
        reviews: what they read.
        polarity_words: normalised.
        negations: normalised words that negate, beside contractions.

    Returns:
        For each network and measure a row a review; for uniform attention, (reviews, patterns). Reviews come
        in the order of the batches.
    """
    found: dict[str, dict[str, list[torch.Tensor]]] = {name: defaultdict(list) for name in networks}
    uniform = []
    with ExitStack() as stack:
        bodies = {name: stack.enter_context(forward.ready(network)) for name, network in networks.items()}
        for batch in sampling.batches(reviews):
            ids, mask = sampling.pad(batch, padding)
            device = next(iter(bodies.values())).device
            patterns = sampling.pad_squares(
                [make_patterns(review, polarity_words, negations) for review in batch]
            )
            patterns, lengths = patterns.to(device), mask.sum(dim=-1).to(device)
            uniform.append(uniform_masses(patterns, lengths))
            before = None
            for name, body in bodies.items():
                weights, norms = forward.attend_batch(body, ids, mask)
                measured = measure_batch(weights, norms, patterns, lengths)
                if before is not None and name == list(networks)[-1]:
                    measured["shift"] = distances.shifts(before, weights, lengths)
                for measure_name, values in measured.items():
                    found[name][measure_name].append(values)
                before = weights
    return {name: {key: _join(rows) for key, rows in of.items()} for name, of in found.items()}, _join(
        uniform
    )


def tabulate_heads(found: dict[str, Found], uniform: np.ndarray) -> pd.DataFrame:
    """A row a network, layer and head: means over reviews, those without a value left out.

    Returns:
        `network`, `layer`, `head`, `entropy`, `entropy_uniform`; for each of `PATTERNS` its mass, the same of
        uniform attention (`_uniform`), of weights times norms of values (`_weighted`); `shift`.
    """
    return pd.concat([_tabulate(name, of, uniform) for name, of in found.items()], ignore_index=True)


def tabulate_layers(heads: pd.DataFrame, found: dict[str, Found]) -> pd.DataFrame:
    """A row a network and layer: means over its heads, and the masses of attention rolled out so far.

    Returns:
        `network`, `layer`, the columns of `tabulate_heads`, and for each of `PATTERNS` `_rollout`.
    """
    layers = heads.drop(columns="head").groupby(["network", "layer"], sort=False).mean().reset_index()
    rolled = np.concatenate([_mean(of["rollout"]) for of in found.values()])  # networks x layers, patterns
    return layers.join(pd.DataFrame(rolled, columns=[f"{pattern}_rollout" for pattern in PATTERNS]))


def _tabulate(network: str, found: Found, uniform: np.ndarray) -> pd.DataFrame:
    entropy, plain, weighted = (_mean(found[name]) for name in ("entropy", "plain", "weighted"))
    layers, heads = np.indices(entropy.shape)
    columns = {
        "network": network,
        "layer": layers.ravel(),
        "head": heads.ravel(),
        "entropy": entropy.ravel(),
        "entropy_uniform": 1.0,
    }
    for number, pattern in enumerate(PATTERNS):
        columns |= {
            pattern: plain[..., number].ravel(),
            f"{pattern}_uniform": _mean(uniform)[number],
            f"{pattern}_weighted": weighted[..., number].ravel(),
        }
    shift = _mean(found["shift"]).ravel() if "shift" in found else np.nan
    return pd.DataFrame(columns | {"shift": shift})


def _mean(rows: np.ndarray) -> np.ndarray:
    """Over reviews, (reviews, ...), without the missing values."""
    means = pd.DataFrame(rows.reshape(len(rows), -1)).mean()  # unlike numpy's, silent where all are missing
    return means.to_numpy().reshape(rows.shape[1:])


def _join(rows: Iterable[torch.Tensor]) -> np.ndarray:
    return torch.cat(list(rows)).cpu().double().numpy()

"""A step of fine-tuning, by number format, attention, and how much of the last layer is computed.

The network has the compact encoder's size and random weights; the tokens are random too. Training takes what
stands in the last column, with the attention that `fastest_attention` names.
"""

from __future__ import annotations

import itertools
import time
from contextlib import nullcontext
from statistics import median
from typing import Any

import torch
from optimizers import SIZES
from transformers import BertConfig, BertForSequenceClassification

from review_sentiment.freed_memory import freed_memory_kept
from review_sentiment.hardware import best_device
from review_sentiment.last_layer import first_token_only
from review_sentiment.pipelines.modelling.module import SentimentModule
from review_sentiment.pipelines.modelling.params import TrainingParams

# reviews and tokens of a batch: of IMDB, and of the sample
SHAPES = [(16, 208), (32, 28)]
STEPS = 10


def main() -> None:
    """Measures all and prints the table."""
    print("| reviews x tokens | format | attention | all of the last layer | its first token alone |")
    print("|---|---|---|---|---|")
    for (reviews, tokens), dtype, attention in itertools.product(
        SHAPES, (torch.float32, torch.bfloat16), ("eager", "sdpa")
    ):
        times = [
            f"{measure(reviews, tokens, dtype, attention, first=first) * 1e3:.0f} ms"
            for first in (False, True)
        ]
        name = str(dtype).removeprefix("torch.")
        print(f"| {reviews} x {tokens} | {name} | {attention} | {' | '.join(times)} |", flush=True)


def measure(reviews: int, tokens: int, dtype: torch.dtype, attention: str, *, first: bool) -> float:
    """Seconds of a step, the median, behind two to warm up."""
    torch.manual_seed(0)
    config = BertConfig(**SIZES, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    network: Any = BertForSequenceClassification(config).to(best_device(), dtype)
    network.set_attn_implementation(attention)
    module = SentimentModule(network, TrainingParams(batch_size=reviews))
    optimizer: Any = module.configure_optimizers()["optimizer"]
    ids = torch.randint(5, config.vocab_size, (reviews, tokens), device=best_device())
    mask = torch.ones_like(ids)
    mask[-1, -2:] = 0  # a little padding, as batches of a token budget have it
    labels = torch.arange(reviews, device=best_device()) % 2
    batch = {"input_ids": ids, "attention_mask": mask, "labels": labels}
    seconds = []
    with freed_memory_kept(), first_token_only(network) if first else nullcontext():
        for _ in range(STEPS + 2):
            started = time.perf_counter()
            loss = module.training_step(batch)["loss"]
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            loss.item()  # a GPU has worked all off by then
            seconds.append(time.perf_counter() - started)
    return median(seconds[2:])


if __name__ == "__main__":
    main()

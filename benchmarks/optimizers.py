"""Optimizers for weights that are held in bfloat16, beside AdamW in float32: time, memory, faithfulness.

Each takes the same gradients, made up and in its weights' format, over the weights of a network of the
compact encoder's size. Those of others are measured where they are installed:
`pip install torch-optimi torchao`.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.optim import AdamW, Optimizer
from transformers import BertConfig, BertForSequenceClassification

from review_sentiment.training.master_weights import MasterWeightAdamW

STEPS = 40
RECIPE = {"lr": 5e-5, "weight_decay": 0.01}
SIZES = {
    "hidden_size": 384,
    "num_hidden_layers": 6,
    "num_attention_heads": 12,
    "intermediate_size": 1536,
}


class Outcome(NamedTuple):
    """What came of all steps."""

    weights: Tensor
    """(weights,), float32"""
    seconds: float
    """of a step, with the backward pass, in which masters take over their gradients; the median"""
    state: float
    """bytes a weight that the optimizer holds beside the weights"""


def main() -> None:
    """Measures all and prints the table."""
    torch.manual_seed(0)
    network = BertForSequenceClassification(BertConfig(**SIZES))
    start = [weight.detach().bfloat16() for weight in network.parameters()]
    expected = run(lambda weights: AdamW(weights, fused=True, **RECIPE), [w.float() for w in start])
    way = expected.weights - flatten(start)
    print("| | step with backward pass | held, bytes a weight | off, of the way that float32 goes |")
    print(f"|---|---|---|---|\n| float32 | {expected.seconds * 1e3:.0f} ms | {expected.state:.0f} | |")
    for name, make in list_optimizers().items():
        found = run(make, start)
        off = (found.weights - expected.weights).norm() / way.norm()
        print(f"| {name} | {found.seconds * 1e3:.0f} ms | {found.state:.0f} | {off:.0%} |", flush=True)


def list_optimizers() -> dict[str, Callable[[list[nn.Parameter]], Optimizer]]:
    """By name, what makes one for a list of weights."""
    found: dict[str, Callable[[list[nn.Parameter]], Optimizer]] = {
        "float32 masters (this project)": lambda weights: MasterWeightAdamW(
            [{"params": weights}], fused=True, **RECIPE
        ),
        "torch's AdamW on bfloat16": lambda weights: AdamW(weights, fused=True, **RECIPE),
    }
    if importlib.util.find_spec("optimi"):
        import optimi

        found["torch-optimi, Kahan summation"] = lambda weights: optimi.AdamW(
            weights, betas=(0.9, 0.999), kahan_sum=True, **RECIPE
        )
    if importlib.util.find_spec("torchao"):
        from torchao.optim import _AdamW

        found["torchao, stochastic rounding"] = lambda weights: _AdamW(
            weights, bf16_stochastic_round=True, **RECIPE
        )
    return found


def run(make: Callable[[list[nn.Parameter]], Optimizer], start: list[Tensor]) -> Outcome:
    """Takes all steps from these weights on."""
    weights = [nn.Parameter(weight.clone()) for weight in start]
    optimizer = make(weights)
    seconds = []
    for step in range(STEPS):
        gradients = draw_gradients(start, step)
        loss = sum((weight * gradient).sum() for weight, gradient in zip(weights, gradients, strict=True))
        started = time.perf_counter()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        seconds.append(time.perf_counter() - started)
    tensors = [value for state in optimizer.state.values() for value in state.values()]
    if isinstance(optimizer, MasterWeightAdamW):
        tensors += [master for group in optimizer.param_groups for master in group["params"]]
    held = sum(tensor.nbytes for tensor in tensors if torch.is_tensor(tensor))
    return Outcome(flatten(weights), median(seconds), held / sum(weight.numel() for weight in weights))


def draw_gradients(weights: list[Tensor], step: int) -> list[Tensor]:
    """Noise around a direction that stays, so that small steps add up where they are not rounded away."""
    generator = torch.Generator().manual_seed(step)
    return [
        (1e-3 * torch.randn(weight.shape, generator=generator) + 2e-4 * weight.float().sign()).to(
            weight.dtype
        )
        for weight in weights
    ]


def flatten(weights: list[Tensor]) -> Tensor:
    """(weights,), float32."""
    return torch.cat([weight.detach().float().flatten() for weight in weights])


if __name__ == "__main__":
    main()

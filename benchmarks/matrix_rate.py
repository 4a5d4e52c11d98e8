"""How fast this machine multiplies matrices: what every other rate is held against."""

import time

import torch

# rows of the left matrix: about the tokens of a batch
ROWS = (2048, 4096)
REPEATS = 15


def best_matrix_rate(width: int, inner_width: int) -> float:
    """The best rate of bfloat16 products at the shapes of an encoder, in FLOP a second.

    Args:
        width: of a token's vector.
        inner_width: of the feed-forward layers.
    """
    device = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else "cpu"
    shapes = [(width, width), (width, inner_width), (inner_width, width)]
    return max(_rate(rows, *shape, device) for rows in ROWS for shape in shapes)


def _rate(rows: int, inputs: int, outputs: int, device: torch.device | str) -> float:
    left = torch.randn(rows, inputs, dtype=torch.bfloat16, device=device)
    weight = torch.randn(outputs, inputs, dtype=torch.bfloat16, device=device)
    seconds = []
    for _ in range(REPEATS):
        _wait(device)
        started = time.perf_counter()
        torch.nn.functional.linear(left, weight)
        _wait(device)
        seconds.append(time.perf_counter() - started)
    return 2 * rows * inputs * outputs / min(seconds)


def _wait(device: torch.device | str) -> None:
    if device != "cpu":
        torch.accelerator.synchronize()

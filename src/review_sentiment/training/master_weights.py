"""AdamW for weights that are held in bfloat16."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor


class MasterWeightAdamW(torch.optim.AdamW):
    """AdamW on float32 copies of bfloat16 weights (Micikevicius et al. 2018, section 3.1).

    A bfloat16 weight has 8 significant bits, so that most steps of fine-tuning would round to nothing. The
    optimizer keeps a float32 master of every weight, adds each step to that, and rounds it into the weight.
    Gradients move over to the masters, in float32, as soon as a backward pass has them: whatever looks at the
    optimizer's parameters, clipping for one, sees masters and float32 gradients.

    Args:
        groups: parameter groups, as for any torch optimizer.
        **options: AdamW's own.
    """

    def __init__(self, groups: list[dict[str, Any]], **options: Any):
        self._weights = [weight for group in groups for weight in group["params"]]
        super().__init__(
            [
                {
                    **group,
                    "params": [weight.detach().to(torch.float32, copy=True) for weight in group["params"]],
                }
                for group in groups
            ],
            **options,
        )
        self._hooks = [
            weight.register_post_accumulate_grad_hook(partial(_hand_over_gradient, master))
            for weight, master in zip(self._weights, self._masters, strict=True)
        ]

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """One step of AdamW on the masters, rounded into the weights."""
        loss = super().step(closure)
        torch._foreach_copy_(self._weights, self._masters)
        return loss

    def release(self) -> None:
        """Leaves the weights their gradients again: the training is over."""
        for hook in self._hooks:
            hook.remove()

    def state_dict(self) -> dict[str, Any]:
        """AdamW's state and the masters: rounded weights alone would not bring them back."""
        return {**super().state_dict(), "masters": self._masters}

    @torch.no_grad()
    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Goes on from a state; the weights are their network's to restore."""
        super().load_state_dict(state_dict)
        torch._foreach_copy_(self._masters, state_dict["masters"])

    @property
    def _masters(self) -> list[Tensor]:
        return [master for group in self.param_groups for master in group["params"]]


def _hand_over_gradient(master: Tensor, weight: Tensor) -> None:
    assert weight.grad is not None  # torch calls this when it has made one
    gradient = weight.grad.float()
    master.grad = gradient if master.grad is None else master.grad.add_(gradient)
    weight.grad = None

"""What gradients and left-out tokens say of each token, by captum."""

from __future__ import annotations

from collections.abc import Callable

import torch
from captum.attr import FeatureAblation, LayerGradientXActivation, LayerIntegratedGradients
from transformers import PreTrainedModel

# tokens that go through the network at once: with gradients, some 0.3 GB for 6 layers 384 wide
TOKENS_AT_ONCE = 1024


def gradient_x_input(network: PreTrainedModel, ids: torch.Tensor, target: int) -> torch.Tensor:
    """Gradient of the probability of `target` times word embedding, summed over its width, (tokens,)."""
    layer = network.get_input_embeddings()
    attribution = LayerGradientXActivation(_probabilities(network), layer).attribute(ids, target=target)
    return attribution.detach().sum(-1)[0]


def integrated_gradients(
    network: PreTrainedModel, ids: torch.Tensor, target: int, mask_id: int, steps: int
) -> tuple[torch.Tensor, float]:
    """Integrated gradients (Sundararajan et al. 2017) from the review with all of its own tokens masked.

    Returns:
        (tokens,), and the completeness delta: what is missing from their sum to the change of probability.
    """
    baseline = torch.full_like(ids, mask_id)
    baseline[:, [0, -1]] = ids[:, [0, -1]]
    attribution, delta = LayerIntegratedGradients(
        _probabilities(network), network.get_input_embeddings()
    ).attribute(
        ids,
        baselines=baseline,
        target=target,
        n_steps=steps,
        internal_batch_size=_at_once(ids),
        return_convergence_delta=True,
    )
    return attribution.detach().sum(-1)[0], float(delta.abs())


def leave_one_out(network: PreTrainedModel, ids: torch.Tensor, target: int, mask_id: int) -> torch.Tensor:
    """How much of the probability of `target` goes with each token's being masked, (tokens - 2,).

    The first and the last token, which are special, stay.
    """
    probabilities = _probabilities(network)

    def of_own_tokens(own: torch.Tensor) -> torch.Tensor:
        ends = ids.expand(len(own), -1)
        return probabilities(torch.cat([ends[:, :1], own, ends[:, -1:]], dim=1))

    attribution = FeatureAblation(of_own_tokens).attribute(
        ids[:, 1:-1], baselines=mask_id, target=target, perturbations_per_eval=_at_once(ids)
    )
    return attribution[0]


def input_gradient_size(network: PreTrainedModel, ids: torch.Tensor) -> torch.Tensor:
    """Size of the summed gradient of the logit of positive in the embeddings, as Abnar and Zuidema measured.

    Their code takes the gradient itself, not times the input, of the embeddings with their positions.
    """
    layer = network.base_model.embeddings
    gradient = LayerGradientXActivation(
        lambda ids: network(ids).logits, layer, multiply_by_inputs=False
    ).attribute(ids, target=1)
    return gradient.detach().sum(-1).abs()[0]


def _probabilities(network: PreTrainedModel) -> Callable[[torch.Tensor], torch.Tensor]:
    return lambda ids: network(ids).logits.softmax(dim=-1)


def _at_once(ids: torch.Tensor) -> int:
    return max(1, TOKENS_AT_ONCE // ids.shape[1])

"""How long a text a network can read."""

from __future__ import annotations

from review_sentiment.annotations import PreTrainedModel
from review_sentiment.errors import ReviewSentimentError


def refuse_more_tokens_than_positions(network: PreTrainedModel, max_tokens: int, parameter: str) -> None:
    """Ends a run that would let texts through that the network has no positions for.

    Networks that learned no vector for each position, as those with relative ones, take any length.

    Args:
        network: an encoder or classifier.
        max_tokens: of a text.
        parameter: that sets them, for the message.

    Raises:
        ReviewSentimentError: names how many tokens the network can read.
    """
    table = getattr(network.base_model.embeddings, "position_embeddings", None)
    if table is None:
        return
    # RoBERTa counts from behind the number of its padding token
    first = 0 if table.padding_idx is None else table.padding_idx + 1
    positions = table.num_embeddings - first
    if max_tokens > positions:
        raise ReviewSentimentError(
            f"`{parameter}` comes to {max_tokens}, and this {network.config.model_type} reads at most "
            f"{positions} tokens: lower it."
        )

"""How long a text a network can read."""

from __future__ import annotations

from review_sentiment.annotations import PreTrainedModel
from review_sentiment.errors import ReviewSentimentError


def refuse_more_tokens_than_positions(network: PreTrainedModel, max_tokens: int) -> None:
    """Ends a run whose `max_tokens` would let texts through that the network has no positions for.

    Networks that learned no vector for each position, as those with relative ones, take any length.

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
            f"`max_tokens` is {max_tokens}, and this {type(network).__name__} reads at most {positions}: "
            "lower `max_tokens`."
        )

"""Every explanation of every sampled review, in one table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import torch
from transformers import PreTrainedModel

from review_sentiment.pipelines.reporting.attention_measures.forward import randomise
from review_sentiment.pipelines.reporting.faithfulness import captum_scores
from review_sentiment.pipelines.reporting.faithfulness.attention_scores import (
    attention_scores,
    read_attention,
    strongest_scores,
)
from review_sentiment.pipelines.reporting.faithfulness.copies import copy_for_attribution
from review_sentiment.pipelines.reporting.faithfulness.methods import CONTROL_METHODS, RANDOM_WEIGHTS
from review_sentiment.pretrained_model import PretrainedModel


def attribute(classifier: PretrainedModel, tokens: pd.DataFrame, steps: int, seed: int) -> pd.DataFrame:
    """How much each token of each review speaks for the class that the classifier predicts.

    Args:
        classifier: in float32; it is left as it is.
        tokens: `review_id` and `input_ids` of each review, whose first and last token are special.
        steps: of integrated gradients.
        seed: of the random ranking and of the random weights.

    Returns:
        A row a review: `review_id`, `input_ids`, `predicted` (0 or 1), `probability` (of that class),
        `completeness_delta` (of integrated gradients), and an array for each method and, under the name
        "random_weights.<method>", for the attention of a network of the same shape that was never trained.
        These arrays are over the review's own tokens; the three that `strongest_scores` and
        `input_gradient_size` make are over all tokens.
    """
    trained = copy_for_attribution(classifier.network)
    untrained = copy_for_attribution(randomise(classifier.network, seed))
    random = np.random.default_rng(seed)
    rows = []
    for review in tokens.itertuples():
        ids = torch.as_tensor(np.array(review.input_ids, dtype=np.int64), device=trained.device)[None]
        scores = dict(_score(trained, untrained, ids, classifier.tokenizer.mask_token_id, steps))
        scores["random"] = random.permutation(ids.shape[1] - 2).astype(np.float32)
        rows.append({"review_id": review.review_id, "input_ids": review.input_ids, **scores})
    return pd.DataFrame(rows)


def _score(
    trained: PreTrainedModel, untrained: PreTrainedModel, ids: torch.Tensor, mask_id: int, steps: int
) -> Iterator[tuple[str, Any]]:
    with torch.inference_mode():
        probabilities = trained(ids).logits[0].softmax(dim=-1)
    predicted = int(probabilities.argmax())
    integrated, delta = captum_scores.integrated_gradients(trained, ids, predicted, mask_id, steps)
    yield from {"predicted": predicted, "probability": float(probabilities[predicted])}.items()
    yield "completeness_delta", delta
    attention = read_attention(trained, ids)
    own = attention_scores(*attention)
    control = attention_scores(*read_attention(untrained, ids))
    own |= {f"{RANDOM_WEIGHTS}.{method}": control[method] for method in CONTROL_METHODS}
    own["gradient_x_input"] = captum_scores.gradient_x_input(trained, ids, predicted)
    own["integrated_gradients"] = integrated
    yield from ((name, score[1:-1].cpu().numpy()) for name, score in own.items())
    yield "leave_one_out", captum_scores.leave_one_out(trained, ids, predicted, mask_id).cpu().numpy()
    whole = strongest_scores(attention[0])
    whole["input_gradient_size"] = captum_scores.input_gradient_size(trained, ids)
    yield from ((name, score.cpu().numpy()) for name, score in whole.items())

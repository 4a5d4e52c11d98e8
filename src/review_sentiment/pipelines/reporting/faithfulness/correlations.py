"""Whether explanations order the tokens of a review alike."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from scipy.stats import ConstantInputWarning, spearmanr

from review_sentiment.pipelines.reporting.faithfulness.methods import METHODS

REFERENCES = ("gradient_x_input", "leave_one_out")

# Abnar and Zuidema 2020: DistilBERT on SST-2, sixth and last layer; sd about 0.2
PUBLISHED = {"attention_last_strongest": 0.09, "rollout_strongest": 0.13}


def correlate(attributions: pd.DataFrame) -> pd.DataFrame:
    """Spearman's correlation of explanations with two references, over the tokens of a review.

    Attention knows no sign, and a token may speak against the predicted class: so the correlation of sizes
    stands beside that of the scores. The last rows repeat a published measure with its published value.

    Args:
        attributions: as `attribute` makes them.

    Returns:
        `method`, `reference`, mean and standard deviation over reviews of the correlation of the scores
        (`mean`, `sd`) and of their sizes (`mean_of_sizes`, `sd_of_sizes`), `reviews` (that have one), and
        `published`, missing where no published number is of the same measure.
    """
    pairs = [(method, reference) for reference in REFERENCES for method in METHODS if method != reference]
    pairs += [(method, "input_gradient_size") for method in PUBLISHED]
    return pd.DataFrame([_correlate(attributions, *pair) for pair in pairs])


def _correlate(attributions: pd.DataFrame, method: str, reference: str) -> dict[str, object]:
    both = list(zip(attributions[method], attributions[reference], strict=True))
    signed = pd.Series([_spearman(a, b) for a, b in both])
    sizes = pd.Series([_spearman(np.abs(a), np.abs(b)) for a, b in both])
    return {
        "method": method,
        "reference": reference,
        "mean": signed.mean(),
        "sd": signed.std(),
        "mean_of_sizes": sizes.mean(),
        "sd_of_sizes": sizes.std(),
        "reviews": signed.count(),
        "published": PUBLISHED.get(method, np.nan),
    }


def _spearman(a: np.ndarray, b: np.ndarray) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConstantInputWarning)  # scores without an order have none: nan
        return float(spearmanr(a, b).statistic)

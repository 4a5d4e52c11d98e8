import numpy as np
import pandas as pd
import pytest

from review_sentiment.pipelines.reporting.faithfulness import faithfulness
from review_sentiment.pipelines.reporting.faithfulness.faithfulness import EXPLANATIONS, tabulate_faithfulness
from review_sentiment.pipelines.reporting.faithfulness.methods import ATTENTION_METHODS

METHODS = [method for _, method in EXPLANATIONS]
COMPREHENSIVENESS, SUFFICIENCY = 0, 1


def test_a_lead_is_over_the_best_attention_on_the_same_reviews(monkeypatch):
    values = np.zeros((2, len(EXPLANATIONS), 2, 2))  # reviews, explanations, operators, measures
    gradients = METHODS.index("integrated_gradients")
    for method in ATTENTION_METHODS:
        values[:, METHODS.index(method), 0, COMPREHENSIVENESS] = [0.1, 0.7]
        values[:, METHODS.index(method), 0, SUFFICIENCY] = [0.2, 0.4]
    # of both reviews 0.2 above attention, however far they are apart
    values[:, gradients, 0, COMPREHENSIVENESS] = [0.3, 0.9]
    # 0.1 and 0.3 below, which is good; of two reviews Student's t is 12.706
    values[:, gradients, 0, SUFFICIENCY] = [0.1, 0.1]
    # 0.2 below one attention of four, which is bad
    values[:, METHODS.index("rollout"), 1, COMPREHENSIVENESS] = 0.2
    monkeypatch.setattr(faithfulness, "measure_erasure", lambda *_: values)
    table = tabulate_faithfulness(pd.DataFrame(index=range(2)), [0.5], 0, lambda _: None)
    rows = table[table["method"] == "integrated_gradients"].set_index(["operator", "measure"])
    leads = rows[["lead_low", "lead_high"]].T
    assert leads["deletion", "comprehensiveness"].tolist() == pytest.approx([0.2, 0.2])
    assert leads["deletion", "sufficiency"].tolist() == pytest.approx([0.2 - 1.2706, 0.2 + 1.2706], abs=1e-4)
    assert leads["masking", "comprehensiveness"].tolist() == pytest.approx([-0.2, -0.2])

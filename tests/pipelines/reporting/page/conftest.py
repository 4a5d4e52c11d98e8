"""A report of results made by hand."""

import pandas as pd
import pytest
from hostile import HOSTILE, HOSTILE_TOKENS, random_attention

from review_sentiment.datasets.figure import FigureDataset
from review_sentiment.pipelines.reporting.figures import plot_comparison
from review_sentiment.pipelines.reporting.page.attention_section import MASSES
from review_sentiment.pipelines.reporting.page.nodes import write_report
from review_sentiment.pipelines.reporting.page.params import PageParams
from review_sentiment.pipelines.reporting.params import AttentionParams


@pytest.fixture(scope="session")
def attentions():
    """By architecture: a hostile review and one of 512 tokens; a single short one."""
    return {
        "first": [random_attention(2, 3, 6, HOSTILE_TOKENS), random_attention(2, 12, 512, seed=1)],
        "second": [random_attention(3, 2, 4, seed=2)],
    }


@pytest.fixture(scope="session")
def results(attentions, tmp_path_factory):
    comparison = pd.DataFrame(
        {
            "model": ["baseline", "first", "second"],
            "accuracy": [0.7, 0.9, 0.8],
            "accuracy_low": [0.65, 0.87, 0.77],
            "accuracy_high": [0.75, 0.93, 0.83],
            "macro_f1": 0.5,
            "roc_auc": 0.5,
            "parameters": [10, 20_000, 30_000],
            "training_seconds": 1.5,
        }
    )
    figure = FigureDataset(filepath=str(tmp_path_factory.mktemp("figures") / "accuracies.png"))
    figure.save(plot_comparison(comparison.assign(model=["<b>a</b>", "-->", "</svg><script>"])))
    mistake = {"review_id": "1", "label": 0, "prediction": 1, "probability": 0.98, "review": HOSTILE}
    head = {"network": "classifier", "layer": 0, "head": 1, "name": "previous token, 71 %", "shift": 0.1}
    head |= {f"{measure}{end}": 0.5 for measure in ("entropy", *MASSES) for end in ("", "_uniform")}
    return {
        "model_comparison": comparison,
        "model_accuracies": figure.load(),
        "first.metrics": {"reviews": 2_114},
        "first.confident_mistakes": pd.DataFrame([mistake]),
        "first.example_attentions": attentions["first"],
        "first.head_measures": pd.DataFrame([head]),
        "second.example_attentions": attentions["second"],
        "disagreements": pd.DataFrame([{"review_id": "1", "label": 0, "review": HOSTILE}]),
    }


@pytest.fixture(scope="session")
def report(results):
    return write_report(PageParams(), AttentionParams(layer=1, head=0), **results)

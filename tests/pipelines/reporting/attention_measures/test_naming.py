import pandas as pd
import pytest

from review_sentiment.pipelines.reporting.attention_measures.naming import NAMES, name_heads


def make_head(entropy=0.5, **masses):
    measures = dict.fromkeys(NAMES, 0.05) | masses
    return measures | {f"{name}_uniform": 0.1 for name in NAMES} | {"entropy": entropy}


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (make_head(previous=0.712), "previous token, 71 %"),
        (make_head(previous=0.3, entropy=0.9), "previous token, 30 %"),
        (make_head(previous=0.29, entropy=0.9), "broad"),
        (make_head(previous=0.29), "mixed"),
        (make_head(first=0.35, next=0.5), "next token, 50 %; first token, 35 %"),
        (make_head(first=0.33, next=0.31, punctuation=0.32), "first token, 33 %; punctuation, 32 %"),
        # more than the least share, but uniform attention would give half of it
        (make_head(punctuation=0.35) | {"punctuation_uniform": 0.2}, "mixed"),
    ],
)
def test_a_head_is_named_after_what_it_does(head, name):
    assert name_heads(pd.DataFrame([head]), most=0.3, broad=0.8).tolist() == [name]

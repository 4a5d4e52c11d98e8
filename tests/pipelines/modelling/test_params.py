import sys

import pytest
from pydantic import ValidationError

from review_sentiment.pipelines.modelling.params import PredictionParams


@pytest.mark.parametrize("runtime", ["openvino", "openvino_int8"])
def test_without_openvino_the_message_says_how_to_get_it(runtime, monkeypatch):
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(
        ValidationError, match=r"an extra that is not installed:\n.*pip install .*\[openvino\]"
    ):
        PredictionParams(runtime=runtime)
    assert PredictionParams().runtime == "torch"

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from review_sentiment.pipelines.exploration.params import ExamplesParams, WordsParams

CONFIGURED = Path(__file__).parents[3] / "conf/base/parameters_exploration.yml"


def test_base_sets_every_parameter_to_its_default():
    groups = yaml.safe_load(CONFIGURED.read_text())
    assert groups == {
        "words": WordsParams().model_dump(),
        "examples": ExamplesParams().model_dump(),
    }


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"frequent": 0}, "greater than or equal to 1"),
        ({"telling": 51}, "less than or equal to 50"),
        ({"min_count": 0}, "greater than or equal to 1"),
        ({"prior_weight": 0}, "greater than 0"),
        ({"minimum_count": 5}, "Extra inputs are not permitted"),
    ],
)
def test_word_parameters_out_of_range_are_refused(values, message):
    with pytest.raises(ValidationError, match=message):
        WordsParams(**values)


def test_at_least_one_example_is_asked_for():
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        ExamplesParams(per_class=0)

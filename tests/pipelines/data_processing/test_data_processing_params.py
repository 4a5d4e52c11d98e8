from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from review_sentiment.pipelines.data_processing.params import SplitParams

CONFIGURED = Path(__file__).parents[3] / "conf/base/parameters_data_processing.yml"


def test_base_sets_every_parameter_to_its_default():
    assert yaml.safe_load(CONFIGURED.read_text()) == {"split": SplitParams().model_dump()}


def test_10_and_20_percent_are_set_aside_by_default():
    assert SplitParams().model_dump() == {"validation_fraction": 0.1, "test_fraction": 0.2}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"validation_fraction": 0}, "greater than 0"),
        ({"validation_fraction": 1}, "less than 1"),
        ({"test_fraction": -0.1}, "greater than 0"),
        ({"test_fraction": 1.5}, "less than 1"),
        ({"test_fraction": "a fifth"}, "valid number"),
        ({"validation_fraction": 0.5, "test_fraction": 0.5}, "must add up to less than 1"),
        ({"validation_fraction": 0.9}, "must add up to less than 1"),
        ({"test_size": 0.2}, "Extra inputs are not permitted"),
    ],
)
def test_shares_that_leave_nothing_and_unknown_names_are_refused(values, message):
    with pytest.raises(ValidationError, match=message):
        SplitParams(**values)


def test_shares_do_not_change_once_they_are_set():
    with pytest.raises(ValidationError, match="frozen"):
        SplitParams().test_fraction = 0.3

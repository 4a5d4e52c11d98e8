import pytest
from pydantic import ValidationError

from review_sentiment.pipelines.reporting.page.params import PageParams


@pytest.mark.parametrize("wrong", [{"attention_megabytes": 9}, {"fewest_weights": 0}, {"size": 1}])
def test_a_page_that_could_not_be_is_refused(wrong):
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        PageParams(**wrong)

"""Write the page."""

from __future__ import annotations

from typing import Any

from review_sentiment.pipelines.reporting.page.params import PageParams
from review_sentiment.pipelines.reporting.params import AttentionParams


def write_report(page: PageParams, attention: AttentionParams, **results: Any) -> str:
    """The report: one HTML page that holds all it needs, styles, scripts, figures and attention.

    Args:
        page: how much it may weigh.
        attention: the layer and the head that are shown first.
        results: tables, drawings, metrics and attention, by the names of their datasets. Each is shown in
            the section that knows it; what isn't given is left out.
    """
    from review_sentiment.pipelines.reporting.page.results import Results
    from review_sentiment.pipelines.reporting.page.sections import write_sections
    from review_sentiment.pipelines.reporting.page.template import fill_template

    return fill_template(write_sections(Results(results), page, attention))

"""All results on one page that opens anywhere."""

from review_sentiment.pipelines.reporting.page.pipeline import create_pipeline

__all__ = ["create_pipeline"]

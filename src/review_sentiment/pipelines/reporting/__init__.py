"""From predictions and classifiers to metrics, figures and a comparison."""

from review_sentiment.pipelines.reporting.pipeline import create_pipeline

__all__ = ["create_pipeline"]

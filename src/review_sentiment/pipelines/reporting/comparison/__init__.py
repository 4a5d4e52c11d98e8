"""How the models differ: in accuracy, confidence and kinds of reviews, and how much of it is chance."""

from review_sentiment.pipelines.reporting.comparison.pipeline import create_pipeline

__all__ = ["create_pipeline"]

"""What the data looks like: tables and figures, before any model is trained."""

from review_sentiment.pipelines.exploration.pipeline import create_pipeline

__all__ = ["create_pipeline"]

"""From new reviews to their sentiment."""

from review_sentiment.pipelines.scoring.pipeline import create_pipeline

__all__ = ["create_pipeline"]

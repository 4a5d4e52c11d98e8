"""From a raw table to clean, split reviews."""

from review_sentiment.pipelines.data_processing.pipeline import create_pipeline

__all__ = ["create_pipeline"]

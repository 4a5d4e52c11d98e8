"""What attention weights are in numbers."""

from review_sentiment.pipelines.reporting.attention_measures.pipeline import create_pipeline

__all__ = ["create_pipeline"]

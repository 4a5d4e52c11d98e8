"""Whether attention explains a prediction, and what each head is worth."""

from review_sentiment.pipelines.reporting.faithfulness.pipeline import create_pipeline

__all__ = ["create_pipeline"]

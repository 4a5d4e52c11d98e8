"""From an encoder and the splits to a classifier, its training history and its predictions."""

from review_sentiment.pipelines.modelling.pipeline import create_pipeline

__all__ = ["create_pipeline"]

"""From a checkpoint to the encoder that fine-tuning starts from."""

from review_sentiment.pipelines.pretraining.pipeline import create_pipeline

__all__ = ["create_pipeline"]

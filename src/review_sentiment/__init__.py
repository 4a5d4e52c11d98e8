"""Fine-tune BERT and RoBERTa on movie reviews, compare them, look into their attention."""

__version__ = "0.1.0"

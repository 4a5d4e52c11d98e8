"""The words of the trade, written once."""

SENTIMENTS = ("negative", "positive")

LABEL_IDS = {sentiment: number for number, sentiment in enumerate(SENTIMENTS)}
"""the number of each sentiment, in labels, predictions and a classifier's outputs"""

SPLITS = ("train", "validation", "test")

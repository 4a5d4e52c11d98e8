"""What is taken out of a review's text before anything reads it."""

from __future__ import annotations

import html
import re

from review_sentiment.annotations import DataFrame

BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# controls but for white space, the byte order mark, and halves of surrogate pairs, which UTF-8 can't store
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff]")


def clean_texts(reviews: DataFrame) -> DataFrame:
    """The reviews with clean texts, "" where there is none."""
    return reviews.assign(review=reviews["review"].map(clean_text, na_action="ignore").fillna(""))


def clean_text(text: str) -> str:
    """The text without HTML breaks and entities, control characters and runs of white space.

    Letters, case and punctuation stay: the models were pretrained on them.
    """
    text = BREAK.sub(" ", html.unescape(text))
    return " ".join(UNPRINTABLE.sub("", text).split())

"""What is taken out of a review's text before anything reads it."""

from __future__ import annotations

import html
import logging
import re
import unicodedata

from review_sentiment.annotations import DataFrame

logger = logging.getLogger(__name__)

BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# longer than any character's number; Python refuses to read it where it is longer still
NO_CHARACTER = re.compile(r"&#\d{8,};?")
# controls but for white space, the byte order mark, and halves of surrogate pairs, which UTF-8 can't store
UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff]")


def clean_texts(reviews: DataFrame) -> DataFrame:
    """The reviews with clean texts, "" where there is none."""
    texts = reviews["review"].fillna("")
    unprintable = sum(UNPRINTABLE.search(text) is not None for text in texts)
    if unprintable:
        logger.warning("Reviews from which control characters are taken out: %s", f"{unprintable:,}")
    return reviews.assign(review=texts.map(clean_text))


def clean_text(text: str) -> str:
    """The text without HTML breaks and entities, control characters and runs of white space.

    Letters, case and punctuation stay: the models were pretrained on them. A letter and its accent are one
    character (Unicode's form NFC), however they were stored, or two copies would not be the same.
    """
    text = BREAK.sub(" ", html.unescape(NO_CHARACTER.sub("\ufffd", text)))
    return unicodedata.normalize("NFC", " ".join(UNPRINTABLE.sub("", text).split()))

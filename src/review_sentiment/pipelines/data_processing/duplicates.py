"""Which reviews are copies of one another."""

from __future__ import annotations

import re

import pandas as pd

NOT_A_WORD = re.compile(r"[\W_]+")


def normalise(text: str) -> str:
    """What makes two reviews the same: their letters and digits, whatever the case and punctuation.

    A review of nothing else, a smiley for example, is compared as it stands.
    """
    return NOT_A_WORD.sub(" ", text.casefold()).strip() or text


def find_duplicates(reviews: pd.DataFrame) -> pd.Series:
    """Why each review has to go: a reason, or "" where it stays.

    Of several copies the first stays. Where a split is given, all its test rows stay, since published
    figures count them all, and copies of them go from the other splits, so that none can leak.
    """
    texts = reviews["review"].map(normalise)
    reasons = _find_copies(reviews, texts)
    stays = reasons == ""
    first_said = dict(zip(texts[stays][::-1], reviews["sentiment"][stays][::-1], strict=True))
    contradicts = ~stays & (reviews["sentiment"] != texts.map(first_said))
    return reasons.mask(contradicts, reasons + ", with the other sentiment")


def _find_copies(reviews: pd.DataFrame, texts: pd.Series) -> pd.Series:
    reasons = pd.Series("", index=reviews.index, dtype="str")
    if "split" not in reviews:
        return reasons.mask(texts.duplicated(), "duplicate")
    in_test = reviews["split"] == "test"
    # Validation rows come first: a text that stands in both is a validation row.
    others = texts[~in_test].loc[reviews["split"][~in_test].sort_values(ascending=False, kind="stable").index]
    reasons[others.index[others.duplicated()]] = "duplicate"
    return reasons.mask(~in_test & texts.isin(texts[in_test]), "in the test split too")

"""TF-IDF and logistic regression: what a transformer has to beat."""

from __future__ import annotations

import time
from typing import Any

import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from review_sentiment.pipelines.modelling.params import BaselineParams
from review_sentiment.pipelines.modelling.predictions import tabulate
from review_sentiment.terms import LABEL_IDS


def fit(train_reviews: pd.DataFrame, params: BaselineParams) -> tuple[Pipeline, dict[str, Any]]:
    """The fitted baseline, and how many weights and seconds it took."""
    started = time.perf_counter()
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, params.max_ngram), min_df=params.min_count, sublinear_tf=True),
        LogisticRegression(C=params.inverse_regularisation, max_iter=1_000),
    )
    model.fit(train_reviews["review"], train_reviews["sentiment"].map(LABEL_IDS))
    seconds = time.perf_counter() - started
    weights = model[-1].coef_.size + model[-1].intercept_.size
    return model, {"parameters": weights, "training_seconds": seconds}


def predict(model: Pipeline, reviews: pd.DataFrame) -> pd.DataFrame:
    """The predictions in the shape of the transformers'; `tokens` counts words, and none is cut off."""
    words = model[0].build_tokenizer()
    counted = pd.DataFrame(
        {
            "review_id": reviews["review_id"],
            "label": reviews["sentiment"].map(LABEL_IDS).astype("int64"),
            "tokens": reviews["review"].map(lambda text: len(words(text))),
            "truncated": False,
        }
    )
    return tabulate(counted, model.predict_proba(reviews["review"])[:, 1])

"""The project on the yardstick's work: fine-tunes one encoder on a table of reviews, prints one JSON line.

It reads the same rows in the same way and counts the same things as `hf_trainer_reference.py`; training and
scoring are the project's own code, as `kedro run --pipelines modelling` runs it. As many reviews are scored
at once as trained on, which is what `conf/imdb` does too; the yardstick scores 64 at once.
"""

from __future__ import annotations

import argparse
import json
import resource
import time

import pandas as pd
import pytorch_lightning as pl
import torch
from matrix_rate import best_matrix_rate
from transformers import PreTrainedModel

from review_sentiment.datasets import PretrainedModelDataset
from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.pipelines.modelling.datamodule import ReviewDataModule
from review_sentiment.pipelines.modelling.fine_tuning import fine_tune
from review_sentiment.pipelines.modelling.nodes import classify_reviews, tokenize_reviews
from review_sentiment.pipelines.modelling.params import (
    PredictionParams,
    TokenizationParams,
    TrainingParams,
)
from review_sentiment.pretrained_model import PretrainedModel

WARM_UP_STEPS = 3
SCORED_ROWS = 500


def read_rows(table: str, rows: int, seed: int) -> pd.DataFrame:
    """The rows that the yardstick draws."""
    read = pd.read_csv if table.endswith(".csv") else pd.read_parquet
    drawn = read(table).sample(rows, random_state=seed).reset_index(drop=True)
    return pd.DataFrame(
        {
            "review_id": drawn.index.astype(str),
            "review": drawn["review"].str.replace(r"<br\s*/?>", " ", regex=True),
            "sentiment": drawn["sentiment"],
        }
    )


def training_flop(encoder: PreTrainedModel, tokens: float, mean_length: float) -> float:
    """What training on that many real tokens takes: 6 FLOP a weight, and attention within each review.

    The last layer, which the first token of a review passes alone, is left out.
    """
    layers = encoder.encoder.layer[:-1]
    weights = sum(weight.numel() for weight in layers.parameters())
    attention = 12 * mean_length * encoder.config.hidden_size * len(layers)
    return tokens * (6 * weights + attention)


def main() -> None:
    """Trains, scores, prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", required=True, help="directory of the encoder")
    parser.add_argument("--table", required=True, help="parquet or csv with review and sentiment")
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--max-length", type=int, default=256)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()

    encoder = PretrainedModelDataset(filepath=args.model).load()
    rate = best_matrix_rate(encoder.network.config.hidden_size, encoder.network.config.intermediate_size)
    reviews = read_rows(args.table, args.rows, args.seed)
    started = time.perf_counter()
    tokens = tokenize_reviews(encoder, reviews, TokenizationParams(max_tokens=args.max_length))
    tokenise_s = time.perf_counter() - started

    pl.seed_everything(args.seed, verbose=False)
    training = TrainingParams(epochs=1, batch_size=args.batch_size)
    data = ReviewDataModule(
        encoder.tokenizer.pad_token_id, args.batch_size, train=tokens, validation=tokens.iloc[:16]
    )
    network, history = fine_tune(
        build_classifier(
            encoder.network,
            hidden_dropout=training.hidden_dropout,
            attention_dropout=training.attention_dropout,
        ),
        data,
        training,
    )
    # the last step's clock runs until validation is over
    timed = history["seconds"].iloc[WARM_UP_STEPS - 1 : -1]
    train_s = timed.iloc[-1] - timed.iloc[0]
    share = (len(timed) - 1) / len(history)
    real = int(tokens["input_ids"].map(len).sum()) * share

    classifier = PretrainedModel(network, encoder.tokenizer)
    scored = tokens.iloc[:SCORED_ROWS]
    prediction = PredictionParams(batch_size=args.batch_size)
    started = time.perf_counter()
    predictions = classify_reviews(classifier, scored, prediction)
    score_s = time.perf_counter() - started
    peak_rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    compiled = {}
    for runtime in ("openvino", "openvino_int8"):
        # compiling is part of the time, as it is in `kedro run`
        started = time.perf_counter()
        found = classify_reviews(classifier, scored, prediction.model_copy(update={"runtime": runtime}))
        compiled[f"{runtime}_rows_per_s"] = round(len(found) / (time.perf_counter() - started), 1)
        compiled[f"{runtime}_agreement"] = float((found["prediction"] == predictions["prediction"]).mean())
    flop = training_flop(encoder.network, real, mean_length=tokens["input_ids"].map(len).mean())
    print(
        json.dumps(
            {
                "setting": "project",
                "rows": args.rows,
                "steps": len(history),
                "tokens_per_s": round(real / train_s),
                "rows_per_s": round(args.rows * share / train_s, 2),
                "tokenise_s": round(tokenise_s, 2),
                "score_rows_per_s": round(len(predictions) / score_s, 1),
                **compiled,
                "train_accuracy": round(float((predictions["label"] == predictions["prediction"]).mean()), 4),
                "peak_rss_mib": peak_rss // 1024,
                "matrix_gflop_per_s": round(rate / 1e9),
                "share_of_matrix_rate": round(flop / train_s / rate, 3),
                "torch": torch.__version__,
                "threads": torch.get_num_threads(),
            }
        )
    )


if __name__ == "__main__":
    main()

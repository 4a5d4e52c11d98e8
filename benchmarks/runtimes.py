"""Which runtime classifies a finished run's reviews soonest, and on how many it agrees with torch.

    python benchmarks/runtimes.py --env imdb --architectures bert

The validation reviews, or those of another split, are classified by each runtime in turn; compiling is part
of the time.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import median
from typing import get_args

import pandas as pd
from kedro.framework.session import KedroSession
from kedro.framework.startup import bootstrap_project

from review_sentiment.pipelines.modelling.params import PredictionParams
from review_sentiment.pipelines.modelling.prediction import predict
from review_sentiment.pretrained_model import PretrainedModel
from review_sentiment.terms import SPLITS

ROOT = Path(__file__).parents[1]
RUNTIMES = get_args(PredictionParams.model_fields["runtime"].annotation)


def main() -> None:
    """Prints a table for each architecture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--env", default="base")
    parser.add_argument("--architectures", nargs="+", default=["bert", "roberta"])
    parser.add_argument("--split", choices=SPLITS, default="validation")
    parser.add_argument("--turns", type=int, default=3)
    args = parser.parse_args()
    bootstrap_project(ROOT)
    catalog = KedroSession.create(ROOT, env=args.env).load_context().catalog
    for architecture in args.architectures:
        tokens = catalog.load(f"{architecture}.{args.split}_tokens")
        classifier = catalog.load(f"{architecture}.classifier")
        prediction = catalog.load(f"params:{architecture}.prediction")
        print(f"\n{architecture}, {len(tokens):,} {args.split} reviews\n")
        print(format_table(measure(classifier, tokens, prediction, args.turns), len(tokens)))


def measure(
    classifier: PretrainedModel, tokens: pd.DataFrame, prediction: PredictionParams, turns: int
) -> pd.DataFrame:
    """A row a runtime and turn: its seconds, and the share of reviews it says the same of as torch."""
    rows = []
    for _ in range(turns):
        torch_says = None
        for runtime in RUNTIMES:
            chosen = prediction.model_copy(update={"runtime": runtime})
            started = time.perf_counter()
            says = predict(classifier, tokens, chosen)["prediction"]
            seconds = time.perf_counter() - started
            torch_says = says if torch_says is None else torch_says
            rows.append({"runtime": runtime, "seconds": seconds, "agreement": (says == torch_says).mean()})
    return pd.DataFrame(rows)


def format_table(measured: pd.DataFrame, reviews: int) -> str:
    """Medians, as Markdown."""
    lines = ["| runtime | reviews a second | agrees with torch |", "|---|---|---|"]
    for runtime, turns in measured.groupby("runtime", sort=False):
        rate = reviews / median(turns["seconds"])
        lines.append(f"| `{runtime}` | {rate:,.0f} | {median(turns['agreement']):.2%} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()

"""`make bench`: the project against the stock Hugging Face Trainer, in turn, as a table of medians.

Each run is a process of its own. Both settings of the Trainer, the project, and the project with a tenth of
the reviews take turns, so that a machine that slows down slows them all; a ratio is taken within each turn,
and its median is what counts.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
SCRIPTS = {
    "default": ["hf_trainer_reference.py", "--setting", "default"],
    "tuned": ["hf_trainer_reference.py", "--setting", "tuned"],
    "project": ["project.py"],
    "tenth": ["project.py"],
}
# what is measured: its key in the yardstick's results and in the project's
MEASURES = {
    "training, real tokens a second": ("tokens_per_s", "tokens_per_s"),
    "scoring, reviews a second": ("score_rows_per_s", "score_rows_per_s"),
    "the same with `runtime: openvino`": ("score_rows_per_s", "openvino_rows_per_s"),
    "the same with `runtime: openvino_int8`": ("score_rows_per_s", "openvino_int8_rows_per_s"),
    "peak memory, MiB": ("peak_rss_mib", "peak_rss_mib"),
}
# a tenth of them make the fewest batches of 16 that can be timed
FEWEST_ROWS = 800
START_UP = [sys.executable, "-m", "kedro", "registry", "list"]


def main() -> None:
    """Runs all in turn and prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="data/01_raw/all-minilm-l6-v2", help="directory of a BERT encoder")
    parser.add_argument("--table", default="data/03_primary/reviews.parquet", help="review and sentiment")
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--max-length", type=int, default=256)
    parser.add_argument("--turns", type=int, default=3)
    args = parser.parse_args()
    if args.rows < FEWEST_ROWS:
        parser.error(f"--rows has to be {FEWEST_ROWS} or more: a tenth of them is timed too")
    work = ["--model", args.model, "--table", args.table, "--max-length", str(args.max_length)]
    rows = dict.fromkeys(SCRIPTS, args.rows) | {"tenth": args.rows // 10}
    turns = [
        {name: measure([*script, *work, "--rows", str(rows[name])]) for name, script in SCRIPTS.items()}
        for _ in range(args.turns)
    ]
    print(f"\n{args.rows:,} reviews of {args.table}, {args.max_length} tokens, {args.turns} turns")
    print(f"{describe_machine()}, {turns[0]['project']['threads']} threads\n")
    print(format_table(turns))
    shares = [turn["project"]["share_of_matrix_rate"] for turn in turns]
    rates = [turn["project"]["matrix_gflop_per_s"] for turn in turns]
    print(f"\nTraining at {median(shares):.0%} of the bfloat16 matrix rate, {median(rates):,.0f} GFLOP/s.")
    agreements = [
        median(turn["project"][f"{runtime}_agreement"] for turn in turns)
        for runtime in ("openvino", "openvino_int8")
    ]
    print("OpenVINO and torch agree on {:.1%} of the reviews, in int8 on {:.1%}.".format(*agreements))
    growth = median(seconds_of(turn["project"]) / seconds_of(turn["tenth"]) for turn in turns)
    print(f"Ten times the reviews take {growth:.1f} times the training seconds.")
    print(f"`kedro registry list`: {median(time_command(START_UP) for _ in range(args.turns)):.1f} s.")


def measure(command: list[str]) -> dict[str, Any]:
    """The JSON line that a script of this folder prints."""
    print("…", *command, file=sys.stderr)
    script = [sys.executable, str(HERE / command[0]), *command[1:]]
    run = subprocess.run(script, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(run.stdout.splitlines()[-1])


def seconds_of(result: dict[str, Any]) -> float:
    """What an epoch of training takes at the measured rate."""
    return result["rows"] / result["rows_per_s"]


def time_command(command: list[str]) -> float:
    """Seconds from its start to its end."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def format_table(turns: list[dict[str, dict[str, Any]]]) -> str:
    """Medians, and the medians of the ratios that the project has to both settings, as Markdown."""
    lines = ["| | default | tuned | project | to default | to tuned |", "|---|---|---|---|---|---|"]
    for name, (theirs, ours) in MEASURES.items():
        medians = [median(turn[other][theirs] for turn in turns) for other in ("default", "tuned")]
        medians.append(median(turn["project"][ours] for turn in turns))
        ratios = [
            median(turn["project"][ours] / turn[other][theirs] for turn in turns)
            for other in ("default", "tuned")
        ]
        cells = [f"{value:,.0f}" for value in medians] + [f"{ratio:.2f} x" for ratio in ratios]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def describe_machine() -> str:
    """Its processor, as the system names it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()

"""`make chaos`: kills runs at random moments, resumes them, and compares with one that nothing disturbed.

A process that has imported everything forks the runs: each is killed with SIGKILL and all it has started, as
the system would, and none waits for its imports. What a run wrote is loaded after every kill; what the
resumed one ends with is compared bit for bit: encoders, classifiers, predictions, and histories but for the
clock.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1" if "test" in sys.argv or "--env" not in sys.argv else "2")

import click

ROOT = Path(__file__).parents[1]
# More steps than a run of seconds has, and the other training: a random moment is to find them at work.
LONGER = [
    f"{architecture}.{setting}"
    for architecture in ("bert", "roberta")
    for setting in (
        "training.epochs=20",
        "masked_language_model.enabled=true",
        "masked_language_model.epochs=6",
    )
]
GOING_ON = re.compile(r"Going on from\s+step")
NODE = re.compile(r"Running node:\s+([\w.]+)")


class Project:
    """A copy of the project, whose data only its own runs write."""

    def __init__(self, folder: Path, env: str):
        self.folder, self.env = folder, env
        self.data = folder / "data" / ("" if env == "base" else env)
        shutil.copytree(ROOT / "conf", folder / "conf", ignore=shutil.ignore_patterns("local"))
        (folder / "conf/local").mkdir()
        shutil.copy(ROOT / "pyproject.toml", folder)
        shutil.copy(ROOT / ".telemetry", folder)
        for name in ("src/review_sentiment", "data/01_raw"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).symlink_to(ROOT / name)

    def clear(self) -> None:
        """Removes what runs have written."""
        for path in self.data.glob("*"):
            if path.name != "01_raw":
                shutil.rmtree(path)

    def start(self, log: Path) -> int:
        """`kedro run`, in a process group of its own; its number."""
        parameters = ["--params", ",".join(LONGER)] if self.env == "test" else []
        return self._fork(lambda: _run_kedro(["run", "--env", self.env, *parameters]), log)

    def check(self, log: Path) -> bool:
        """Whether all that is there can be loaded."""
        return _wait(self._fork(lambda: _load_all(self.folder, self.env), log)) == 0

    def leftovers(self) -> list[str]:
        """What no run should leave behind."""
        endings = (".unfinished", ".finished", ".ckpt")
        return [path.name for path in self.data.rglob("*") if path.name.endswith(endings)]

    def outcome(self) -> dict[str, bytes]:
        """The newest of what is compared, by its place without its version."""
        found = {}
        for path in sorted(self.data.rglob("*")):
            if path.name in ("model.safetensors", "predictions.parquet", "validation_predictions.parquet"):
                found[_without_version(path.relative_to(self.data))] = path.read_bytes()
            if path.name.endswith("training_history.csv") and path.is_file():
                rows = [line.split(",") for line in path.read_text().splitlines()]
                clock = rows[0].index("seconds")
                clockless = [",".join(row[:clock] + row[clock + 1 :]) for row in rows]
                found[_without_version(path.relative_to(self.data))] = "\n".join(clockless).encode()
        return found

    def _fork(self, act: Callable[[], None], log: Path) -> int:
        process = os.fork()
        if process:
            return process
        code = 1
        try:
            os.setsid()
            os.chdir(self.folder)
            file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(file, 1)
            os.dup2(file, 2)
            act()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)


def _without_version(path: Path) -> str:
    return "/".join(part for part in path.parts if not re.match(r"\d{4}-\d\d-\d\dT", part))


def _run_kedro(arguments: list[str]) -> None:
    from kedro.framework.cli.cli import main

    sys.argv = ["kedro", *arguments]
    main()


def _load_all(folder: Path, env: str) -> None:
    """Loads every dataset that there is; a version without its file is a broken one too."""
    from kedro.framework.session import KedroSession
    from kedro.framework.startup import bootstrap_project
    from matplotlib.image import imread

    from review_sentiment.pipeline_registry import register_pipelines

    bootstrap_project(folder)
    catalog = KedroSession.create(folder, env=env).load_context().catalog
    for name in sorted(register_pipelines()["__default__"].all_outputs()):
        dataset = catalog.get(name)
        place = Path(dataset._filepath)
        if getattr(dataset, "_version", None):
            empty = [path for path in place.glob("*") if not (path / place.name).exists()]
            if empty:
                sys.exit(f"{name}: no {place.name} in {empty}")
        if not catalog.exists(name):
            continue
        if place.suffix == ".png":
            imread(dataset._get_load_path())
        else:
            catalog.load(name)


def _wait(process: int) -> int:
    """The exit code of a process, or the signal that has ended it, negative."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _kill_after(process: int, seconds: float) -> bool:
    """Kills it and all it has started; whether it was still there."""
    time.sleep(seconds)
    alive = os.waitpid(process, os.WNOHANG)[0] == 0
    if alive:
        os.killpg(process, signal.SIGKILL)
        _wait(process)
    return alive


def _one_kill(
    project: Project, seconds: float, logs: Path, number: int, expected: dict[str, bytes]
) -> Counter[str]:
    """Starts, kills, loads, resumes, compares; what came of it."""
    project.clear()
    killed, resumed = logs / f"{number}-killed.log", logs / f"{number}-resumed.log"
    moment = random.uniform(0, seconds)
    if not _kill_after(project.start(killed), moment):
        return Counter({"over before the kill": 1})
    loads = project.check(logs / f"{number}-loads.log")
    code = _wait(project.start(resumed))
    steps = bool(GOING_ON.search(resumed.read_text()))
    node = (NODE.findall(killed.read_text()) or ["before the first node"])[-1]
    leftovers = project.leftovers()
    outcome = {
        "killed": 1,
        "resumed to the end": code == 0,
        "the same to the bit": project.outcome() == expected,
        "every dataset loads": loads and project.check(logs / f"{number}-loads.log"),
        "nothing left behind": not leftovers,
        "went on from a checkpoint": steps,
        "killed amidst a training": node.endswith(("train_classifier", "adapt_encoder")),
    }
    click.echo(
        f"{number}: {moment:.1f} s, {node}"
        + "; went on from a checkpoint" * steps
        + "".join(f"; NOT {k}" for k in list(outcome)[:5] if not outcome[k])
    )
    return Counter({name: int(held) for name, held in outcome.items()})


@click.command()
@click.option("--kills", default=50, show_default=True)
@click.option("--env", default="test", show_default=True, help="test, or base, the default")
@click.option("--seed", default=0, show_default=True, help="of the moments")
def main(kills: int, env: str, seed: int) -> None:
    """Kills `kedro run` at random moments and prints what became of it."""
    random.seed(seed)
    workshop = Path(tempfile.mkdtemp(prefix="chaos_"))
    whole, project = Project(workshop / "whole", env), Project(workshop / "killed", env)
    os.chdir(whole.folder)  # Kedro looks for conf/logging.yml when it is imported
    _import_everything()
    started = time.perf_counter()
    if _wait(whole.start(workshop / "whole.log")):
        sys.exit(f"The run that nothing disturbs has failed: {workshop}/whole.log")
    seconds, expected = time.perf_counter() - started, whole.outcome()
    click.echo(f"Undisturbed: {seconds:.1f} s, {len(expected)} results to compare")
    tally: Counter[str] = Counter()
    while tally["killed"] < kills:
        number = tally["killed"] + tally["over before the kill"]
        tally += _one_kill(project, seconds, workshop, number, expected)
    del tally["over before the kill"]
    click.echo("\n".join(f"{name:>28}  {tally[name]:>3} of {kills}" for name in tally))
    asked = ("resumed to the end", "the same to the bit", "every dataset loads", "nothing left behind")
    if any(tally[name] < kills for name in asked):
        sys.exit(f"See {workshop}")
    os.chdir(ROOT)
    shutil.rmtree(workshop)


def _import_everything() -> None:
    """What a run imports; it starts no thread that a fork would lose."""
    import pandas  # noqa: F401
    import pytorch_lightning  # noqa: F401
    import scipy.stats  # noqa: F401
    import seaborn  # noqa: F401
    import sklearn.linear_model  # noqa: F401
    import transformers  # noqa: F401


if __name__ == "__main__":
    main()

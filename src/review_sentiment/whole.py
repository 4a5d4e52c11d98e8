"""Files and folders that are there whole or not at all, whatever ends the program."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import psutil

UNFINISHED = re.compile(r"\.(?P<name>.+)\.(?P<process>\d+)\.unfinished")


def unfinished_name(name: str) -> str:
    """What a file or folder is called, beside its target, while this process writes it."""
    return f".{name}.{os.getpid()}.unfinished"


def clear_leftovers(folder: Path) -> None:
    """Removes what processes that are no more have left unfinished in a folder."""
    for path in folder.glob(".*.unfinished"):
        match = UNFINISHED.fullmatch(path.name)
        if match and not psutil.pid_exists(int(match["process"])):
            remove(path)


def put(finished: Path, target: Path) -> None:
    """Moves a file or folder to its place, in one step for a file or where nothing stands there.

    A folder that stands there is moved aside first: a kill between two renames leaves none.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if finished.is_dir() and target.exists():
        old = target.with_name(unfinished_name(f"{target.name}.old"))
        os.replace(target, old)
        os.replace(finished, target)
        remove(old)
    else:
        os.replace(finished, target)


def remove(path: Path) -> None:
    """Removes a file or a folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)

"""Parameters against what the pipelines take."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from kedro.pipeline import Pipeline
from kedro.validation.type_extractor import TypeExtractor
from pydantic import BaseModel, TypeAdapter, ValidationError

Path = tuple[str, ...]


def find_parameter_errors(parameters: dict[str, Any], pipelines: dict[str, Pipeline]) -> list[str]:
    """A line for each parameter that no pipeline takes, is missing, or has a value that is not allowed."""
    types = TypeExtractor(pipelines).extract_types_from_pipelines()
    taken = {
        tuple(name.removeprefix("params:").split("."))
        for pipeline in pipelines.values()
        for name in pipeline.inputs()
        if name.startswith("params:")
    }
    unknown = [_say_unknown(path, taken) for path in _find_unknown(parameters, taken)]
    wrong: list[str] = []
    for path in sorted(taken):
        group = _look_up(parameters, path)
        expected = types.get(".".join(path))
        if group is None:
            wrong.append(f"  {'.'.join(path)} is missing")
        elif expected is not None:
            wrong += _check(".".join(path), group, expected)
    return unknown + wrong


def _find_unknown(tree: Any, taken: set[Path], path: Path = ()) -> Iterator[Path]:
    """The paths of `tree` that lead to nothing that is taken, shortest first."""
    if path in taken:
        return
    if path and not any(name[: len(path)] == path for name in taken):
        yield path
    elif isinstance(tree, dict):
        for key, branch in tree.items():
            yield from _find_unknown(branch, taken, (*path, str(key)))


def _look_up(tree: Any, path: Path) -> Any:
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def _say_unknown(path: Path, taken: set[Path]) -> str:
    siblings = {name[len(path) - 1] for name in taken if name[: len(path) - 1] == path[:-1]}
    return f"  {'.'.join(path)} is unknown{_suggest(path[-1], siblings)}"


def _check(name: str, value: Any, expected: Any) -> list[str]:
    """What pydantic has against the value, a line for each key."""
    try:
        TypeAdapter(expected).validate_python(value)
    except ValidationError as error:
        return [_say_wrong(name, problem, expected) for problem in error.errors()]
    return []


def _say_wrong(name: str, problem: Any, expected: Any) -> str:
    key = ".".join([name, *(str(part) for part in problem["loc"])])
    if problem["type"] == "extra_forbidden" and issubclass(expected, BaseModel):
        return f"  {key} is unknown{_suggest(str(problem['loc'][-1]), set(expected.model_fields))}"
    message = problem["msg"].removeprefix("Value error, ")
    return f"  {key} is {problem['input']!r}: {message[0].lower()}{message[1:]}"


def _suggest(key: str, known: set[str]) -> str:
    close = get_close_matches(key, known, n=1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(sorted(known))}"

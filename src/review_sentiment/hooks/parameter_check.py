"""Parameters against what the pipelines take."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, get_type_hints

from kedro.pipeline import Pipeline
from pydantic import TypeAdapter, ValidationError

KeyPath = tuple[str, ...]


def find_parameter_errors(parameters: dict[str, Any], pipelines: dict[str, Pipeline]) -> list[str]:
    """A line for each parameter that no pipeline takes, is missing, or has a value that is not allowed."""
    types = _find_types(pipelines)
    taken = {tuple(name.split(".")) for name in types}
    unknown = [_say_unknown(path, taken) for path in _find_unknown(parameters, taken)]
    wrong: list[str] = []
    for path in sorted(taken):
        group = _look_up(parameters, path)
        name = ".".join(path)
        wrong += [f"  {name} is missing"] if group is None else _check(name, group, types[name])
    return unknown + wrong


def _find_types(pipelines: dict[str, Pipeline]) -> dict[str, Any]:
    """What each parameter has to be, by the annotation of the node argument that takes it.

    Kedro's own look at them passes over plain types, `seed: Seed` for one.
    """
    types = {}
    for node in sum(pipelines.values(), Pipeline([])).nodes:
        hints = get_type_hints(node.func, include_extras=True)
        for name, argument in zip(node.inputs, inspect.signature(node.func).parameters, strict=False):
            if name.startswith("params:"):
                types[name.removeprefix("params:")] = hints[argument]
    return types


def _find_unknown(tree: Any, taken: set[KeyPath], path: KeyPath = ()) -> Iterator[KeyPath]:
    """The paths of `tree` that lead to nothing that is taken, shortest first."""
    if path in taken:
        return
    if path and not any(name[: len(path)] == path for name in taken):
        yield path
    elif isinstance(tree, dict):
        for key, branch in tree.items():
            yield from _find_unknown(branch, taken, (*path, str(key)))


def _look_up(tree: Any, path: KeyPath) -> Any:
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def _say_unknown(path: KeyPath, taken: set[KeyPath]) -> str:
    siblings = {name[len(path) - 1] for name in taken if name[: len(path) - 1] == path[:-1]}
    return f"  {'.'.join(path)} is unknown{suggest(path[-1], siblings)}"


def _check(name: str, value: Any, expected: Any) -> list[str]:
    """What pydantic has against the value, a line for each key."""
    try:
        TypeAdapter(expected).validate_python(value)
    except ValidationError as error:
        return [_say_wrong(name, problem, expected) for problem in error.errors()]
    return []


def _say_wrong(name: str, problem: Any, expected: Any) -> str:
    # a value of several possible types has a second part: the type that it was held against
    key = ".".join([name, *(str(part) for part in problem["loc"][:1])])
    if problem["type"] == "extra_forbidden":
        return f"  {key} is unknown{suggest(key.rpartition('.')[2], set(expected.model_fields))}"
    message = problem["msg"].removeprefix("Value error, ")
    return f"  {key} is {problem['input']!r}: {message[0].lower()}{message[1:]}"


def suggest(key: str, known: set[str]) -> str:
    """The end of a message on an unknown name: the one that was meant, or those there are."""
    close = get_close_matches(key, known, n=1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(sorted(known))}"

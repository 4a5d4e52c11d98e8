"""Ways to stop a training in its midst."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest


def crash() -> None:
    raise RuntimeError


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def terminate() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def stopped(
    method: tuple[type, str], calls: int, act: Callable[[], None], error: type[BaseException]
) -> Iterator[None]:
    """Acts once, when the method has been called so many times; what is run in it is to raise the error."""
    owner, name = method
    original, numbers = getattr(owner, name), iter(range(calls + 1))

    def count(module, batch):
        if next(numbers, None) == calls:
            act()
        return original(module, batch)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, count)
        with pytest.raises(error):
            yield

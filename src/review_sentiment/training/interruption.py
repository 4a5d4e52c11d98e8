"""Ctrl-C held back until a training is between two steps, and SIGTERM, which is taken for it."""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytorch_lightning as pl

# a step whose batches take longer each is not waited for: the checkpoint before it is the newest then
PATIENCE_SECONDS = 3.0

_asked = threading.Event()
_put_off = threading.Event()


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, raised at a moment that a training can be gone on with from."""


def stop_if_asked() -> None:
    """Raises `Interrupted` where Ctrl-C has been pressed."""
    if _asked.is_set():
        raise Interrupted


@contextmanager
def put_off() -> Iterator[None]:
    """Waits for what is done in it, however long that takes; `stop_if_asked` is to come behind it."""
    _put_off.set()
    try:
        yield
    finally:
        _put_off.clear()


@contextmanager
def held_back(batches: int = 1) -> Iterator[None]:
    """Leaves Ctrl-C to `stop_if_asked`, for a while; a second one is not held back.

    Elsewhere than in the main thread, where signals can't be handled, it does nothing.

    Args:
        batches: of a step; each is waited for as long.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    timer = threading.Timer(PATIENCE_SECONDS * batches, _insist)
    timer.daemon = True

    def note(*_: Any) -> None:
        if _asked.is_set():
            raise KeyboardInterrupt
        _asked.set()
        timer.start()

    previous = signal.signal(signal.SIGINT, note)
    try:
        yield
        stop_if_asked()  # it may have come too late for any step
    finally:
        timer.cancel()
        _asked.clear()
        signal.signal(signal.SIGINT, previous)  # Lightning would leave Ctrl-C without effect


@contextmanager
def interrupts_as_such() -> Iterator[None]:
    """Gives Ctrl-C back as what it is, of which Lightning makes a SystemExit without a word."""
    try:
        yield
    except SystemExit:
        raise KeyboardInterrupt from None


class TerminationInterrupts(pl.Callback):
    """Takes SIGTERM, by which `kill`, containers and clusters end a process, for Ctrl-C.

    Lightning would note it, and go on predicting all the same, or end a training in the midst of a step.
    """

    def on_train_start(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Takes the signal over; Lightning gives it back when it is through."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, _interrupt)

    on_predict_start = on_train_start


def _interrupt(signal_number: int, frame: Any) -> None:
    """What Ctrl-C does, even where that is ignored, as in what a shell has started in the background."""
    handler = signal.getsignal(signal.SIGINT)
    if not callable(handler):
        raise KeyboardInterrupt
    handler(signal_number, frame)


def _insist() -> None:
    if not _put_off.is_set():
        _thread.interrupt_main()

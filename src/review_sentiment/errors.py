"""Errors that a user is expected to meet and can do something about, and how they are worded."""

import re

import click

# controls but for tab and line feed; marks that turn the direction of what follows; halves of surrogate pairs
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST = 80


class ReviewSentimentError(Exception):
    """Says what is wrong, where, and what to do; `kedro run` prints it without a traceback."""


class Refusal(click.ClickException):
    """Ends the command with a message, in which nothing that a file says can act on the terminal."""

    def __init__(self, message: str) -> None:
        super().__init__(printable(message))


def show(value: object) -> str:
    """A value of unknown origin as a message quotes it: on one line, not too long, nothing in it acts."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text):,} characters)"


def printable(text: str) -> str:
    """The text with everything spelled out that a terminal would obey or that could forge a log."""
    return UNSAFE.sub(lambda match: ascii(match[0])[1:-1], text)

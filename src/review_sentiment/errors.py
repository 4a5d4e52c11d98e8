"""The one kind of error that a user is expected to meet and can do something about."""


class ReviewSentimentError(Exception):
    """Says what is wrong, where, and what to do; `kedro run` prints it without a traceback."""

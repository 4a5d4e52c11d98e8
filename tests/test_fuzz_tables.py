"""Whatever a file holds, the way from it to the splits ends in a valid table or in an error that says so.

`pytest tests/test_fuzz_tables.py --hypothesis-profile thorough --hypothesis-show-statistics` tries 10,000 of
each kind.
"""

import csv
import io
import logging

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from kedro.io import DatasetError

from review_sentiment.datasets import ReviewTableDataset
from review_sentiment.errors import ReviewSentimentError, printable
from review_sentiment.pipelines.data_processing.cleaning import UNPRINTABLE
from review_sentiment.pipelines.data_processing.duplicates import normalise
from review_sentiment.pipelines.data_processing.nodes import (
    check_table,
    clean_reviews,
    clean_unlabelled_reviews,
    split_reviews,
)
from review_sentiment.pipelines.data_processing.params import SplitParams

# of a column: as it comes, and as pandas and Arrow keep it otherwise
DTYPES = [
    *["object", "category", "string", "Int64", "Float64", "boolean", "float32"],
    *[pd.ArrowDtype(kind) for kind in (pa.string(), pa.float64(), pa.int64(), pa.decimal128(38, 2))],
    pd.ArrowDtype(pa.dictionary(pa.int32(), pa.string())),
]
ENOUGH = [(f"{label} {number}", label) for label in ("pos", "neg") for number in range(12)]

labels = st.sampled_from(["positive", "NEGATIVE", "pos", "neg", "1", "0", "1.0", "0.0", " Pos "])
splits = st.sampled_from(["train", "test", "validation", "TRAIN "])
MARKUP = [
    "",
    " ",
    "<br />",
    "&#0;",
    "&#x1b;",
    "&amp;lt;",
    "[/b]",
    "=1+1",
    "\\",
    "'",
    '"',
    '""',
    ",",
    ";",
    "\t",
]
ENDS = ["\r", "\n", "\r\n", "\u2028", "\x85", "\x1a", "\x00", "\x1b[2J", "\u202e", "\ufeff"]
WORDS = [
    "NA",
    "nan",
    "inf",
    "1e999",
    "-0",
    "Good film",
    "good FILM!",
    "\u05e1\u05e8\u05d8",
    "e\u0301",
    "\u00df",
]
snippets = st.sampled_from([*MARKUP, *ENDS, *WORDS, "\U0001f600"])
texts = st.one_of(st.text(max_size=20), st.lists(snippets, max_size=6).map("".join))
names = st.one_of(
    st.sampled_from(["review", "sentiment", "split", "rating", "id", "Review", " SENTIMENT", "", "Id"]), texts
)
kinds = [
    texts, texts, texts, st.none(), st.booleans(), st.integers(-9, 9), st.integers(), st.floats(),
    st.dates(), st.binary(max_size=5), st.decimals(allow_nan=False), st.datetimes(),
    st.lists(st.integers(0, 9), max_size=2),
]  # fmt: skip
values = st.one_of(*kinds)
encodings = st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7", "cp037"]
)


@pytest.fixture(autouse=True, scope="module")
def silence():
    """Thousands of warnings about what is mended would be no help."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


def process(raw):
    checked = check_table(raw)
    reviews, removed = clean_reviews(checked)
    return checked, reviews, removed, split_reviews(reviews, SplitParams(), seed=0)


def assert_declared(message):
    assert "Failed while loading" not in message  # Kedro's word for an error that nobody foresaw
    assert printable(message) == message
    assert len(message) < 2_000


def try_out(path):
    """Takes the file to the splits, and fails on anything but a declared error or a valid table."""
    try:
        raw = ReviewTableDataset(filepath=str(path)).load()
        checked, reviews, removed, parts = process(raw)
    except (ReviewSentimentError, DatasetError) as error:
        event("refused")
        assert_declared(str(error))
        return
    event("read")
    assert len(raw) == len(checked) == len(reviews) + removed["reviews"].sum()
    assert checked["review_id"].is_unique
    assert set(reviews["sentiment"]) == {"negative", "positive"}
    assert not reviews["review"].map(lambda text: text != " ".join(text.split()) or text == "").any()
    assert not any(UNPRINTABLE.search(text) for text in reviews["review"])
    assert sum(map(len, parts)) == len(reviews)
    seen = [set(part["review"].map(normalise)) for part in parts]
    assert not any(seen[one] & seen[other] for one, other in ((0, 1), (0, 2), (1, 2)))
    for part in parts:
        assert set(part["sentiment"]) == {"negative", "positive"}
        part.to_parquet(io.BytesIO())
    assert clean_unlabelled_reviews(raw, reviews).empty


def assemble(header, rows, separator, quoting):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, quoting=quoting, escapechar="\\")
    writer.writerow(header)
    writer.writerows(rows)
    return file.getvalue()


@st.composite
def text_tables(draw):
    """The text of a table, most of the time with enough rows to be divided."""
    header = ["review", "sentiment", *draw(st.lists(names, max_size=2))]
    header = draw(st.sampled_from([header, header[:2], header[::-1], header[2:]]))
    known = {"sentiment": labels, "split": splits}
    row = st.tuples(*(known.get(name.strip().lower(), texts) for name in header)).map(list)
    rows = draw(st.lists(row, max_size=6))
    if draw(st.integers(0, 4)) == 0:
        rows += draw(st.lists(st.lists(texts, max_size=4), max_size=3))
    if draw(st.integers(0, 4)):
        rows += [
            [{"review": review, "sentiment": label}.get(name.strip().lower(), "train") for name in header]
            for review, label in ENOUGH
        ]
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    return assemble(header, rows, draw(st.sampled_from(",,;\t")), quoting)


@given(text=text_tables(), encoding=encodings, suffix=st.sampled_from([".csv", ".csv", ".tsv", ".CSV"]))
def test_any_table_of_text_is_read_or_refused(folder, text, encoding, suffix):
    path = folder / f"table{suffix}"
    path.write_bytes(text.encode(encoding, errors="replace"))
    try_out(path)


@given(
    content=st.one_of(st.binary(max_size=200), *[text_tables().map(str.encode)] * 4),
    changes=st.lists(st.tuples(st.integers(0, 600), st.integers(0, 3), st.binary(max_size=3)), max_size=4),
)
def test_any_bytes_are_read_or_refused(folder, content, changes):
    for place, length, new in changes:
        content = content[:place] + new + content[place + length :]
    path = folder / "bytes.csv"
    path.write_bytes(content)
    try_out(path)


@st.composite
def frames(draw):
    """A table of columns of any type that Parquet takes."""
    extra = draw(st.integers(0, 4))
    columns = {}
    for name in draw(st.lists(names, max_size=2, unique=True)):
        kind = draw(st.sampled_from([*kinds, values]))
        columns[name] = draw(st.lists(kind, min_size=extra, max_size=extra)) + [draw(kind)] * len(ENOUGH)
    for place, name in enumerate(("review", "sentiment")):
        usual = texts if name == "review" else labels
        kind = draw(st.sampled_from([usual, usual, usual, usual, values]))
        if draw(st.integers(0, 9)):
            column = draw(st.lists(kind, min_size=extra, max_size=extra))
            columns[name] = pd.Series(column + [row[place] for row in ENOUGH], dtype=object)
    frame = pd.DataFrame(columns)
    for name in frame:
        try:
            with np.errstate(all="ignore"):  # a number that is too large for its type is one more case
                frame[name] = frame[name].astype(draw(st.sampled_from(DTYPES)))
        except Exception:  # no such values can be of that type
            event("left as it was")
    return frame


@given(frame=frames(), cut=st.sampled_from([0, 0, 0, 0, 0, 1, 8, 50, 400]))
def test_any_table_of_any_types_is_read_or_refused(folder, frame, cut):
    path = folder / "table.parquet"
    try:
        frame.to_parquet(path)
    except Exception:  # no such table can be written
        event("not written")
        return
    path.write_bytes(path.read_bytes()[: -cut or None])
    try_out(path)


@given(frame=frames())
def test_any_table_in_memory_is_taken_or_refused(frame):
    try:
        process(frame)
    except ReviewSentimentError as error:
        assert_declared(str(error))

"""Careless and hostile tables, from the file to the splits: each is read, mended and counted, or refused.

What is refused is told in one message: what is wrong, where, and what to do.
"""

import csv
import gzip
import io
import re
import zipfile

import pandas as pd
import pytest
from kedro.io import DatasetError

from review_sentiment.datasets import ReviewTableDataset
from review_sentiment.errors import ReviewSentimentError, printable
from review_sentiment.pipelines.data_processing.nodes import check_table, clean_reviews, split_reviews
from review_sentiment.pipelines.data_processing.params import SplitParams

HEADER = ("review", "sentiment")
# ten of each class are the fewest that can be divided; every one has a letter beyond ASCII
GOOD = [(f"Très bon, film {number}", "positive") for number in range(10)]
BAD = [(f"Très mauvais, film {number}", "negative") for number in range(10)]
REVIEWS = [*GOOD, *BAD]
TEXTS = [review for review, _ in REVIEWS]


def write(rows, header=HEADER, separator=",", newline="\r\n"):
    """A table as the csv module writes it."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator, lineterminator=newline).writerows([header, *rows])
    return file.getvalue()


def write_parquet(table):
    file = io.BytesIO()
    table.to_parquet(file)
    return file.getvalue()


def write_zip():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    return file.getvalue()


def relabel(positive, negative):
    return [(review, {"positive": positive, "negative": negative}[label]) for review, label in REVIEWS]


def widen(name, values):
    """The table with one more column."""
    rows = [(*row, value) for row, value in zip(REVIEWS, values, strict=True)]
    return write(rows, (*HEADER, name))


def process(path, **options):
    """The splits of a file, by the dataset and the nodes that a run takes it through."""
    raw = ReviewTableDataset(filepath=str(path), **options).load()
    reviews, _ = clean_reviews(check_table(raw))
    return split_reviews(reviews, SplitParams(), seed=0)


@pytest.fixture
def put(tmp_path):
    def write_file(content, name):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


PLAIN = write(REVIEWS)
OFFICIAL = ["train"] * 6 + ["test"] * 4
LONG = "so very long " * 80_000  # 1.04 MB
HEBREW = "\u05e1\u05e8\u05d8 \u05de\u05e6\u05d5\u05d9\u05df"  # an excellent film, from right to left
FRAME = pd.DataFrame(REVIEWS, columns=HEADER)
NAMED = {"load_args": {"encoding": "cp1252"}}

# what it is: (content, file name, options, words in the log)
READ = {
    "plain": (PLAIN, "a.csv", {}, None),
    "Excel's UTF-8 with BOM": ("\ufeff" + PLAIN, "a.csv", {}, None),
    "UTF-16 with BOM": (PLAIN.encode("utf-16"), "a.csv", {}, None),
    "UTF-16 big-endian with BOM": (b"\xfe\xff" + PLAIN.encode("utf-16-be"), "a.csv", {}, None),
    "UTF-32 with BOM": (PLAIN.encode("utf-32"), "a.csv", {}, None),
    "Excel's Unicode text: UTF-16 and tabs": (
        write(REVIEWS, separator="\t").encode("utf-16"),
        "a.csv",
        {},
        "separated by tabs",
    ),
    "cp1252 that is named": (PLAIN.encode("cp1252"), "a.csv", NAMED, None),
    "a BOM against the named encoding": ("\ufeff" + PLAIN, "a.csv", NAMED, None),
    "UTF-16 without BOM that is named": (
        PLAIN.encode("utf-16-le"),
        "a.csv",
        {"load_args": {"encoding": "utf-16-le"}},
        None,
    ),
    "semicolons": (write(REVIEWS, separator=";"), "a.csv", {}, "separated by semicolons"),
    "Excel's line sep=;": ("sep=;\r\n" + write(REVIEWS, separator=";"), "a.csv", {}, None),
    "tabs in .csv": (write(REVIEWS, separator="\t"), "a.csv", {}, "separated by tabs"),
    "commas in .tsv": (PLAIN, "a.tsv", {}, "separated by commas"),
    "tabs in .tsv": (write(REVIEWS, separator="\t"), "a.tsv", {}, None),
    "line feeds alone": (write(REVIEWS, newline="\n"), "a.csv", {}, None),
    "carriage returns alone": (write(REVIEWS, newline="\r"), "a.csv", {}, None),
    "no end to the last line": (PLAIN.rstrip(), "a.csv", {}, None),
    "empty lines before the header": ("\r\n\r\n" + PLAIN, "a.csv", {}, None),
    "a header in another case": (write(REVIEWS, (" Review", "SENTIMENT ")), "a.csv", {}, None),
    "columns in another order": (
        write([row[::-1] for row in REVIEWS], HEADER[::-1]),
        "a.csv",
        {},
        None,
    ),
    "extra columns": (
        widen("price\x1b[2J[/b]", range(20)),
        "a.csv",
        {},
        r"Ignored columns: 'price\x1b[2j[/b]'",
    ),
    "an index column without a name": (
        write([(number, *row) for number, row in enumerate(REVIEWS)], ("", *HEADER)),
        "a.csv",
        {},
        "Ignored columns: ''",
    ),
    "empty columns and rows of a spreadsheet": (
        write([(*row, "", "") for row in REVIEWS], (*HEADER, "", "")) + ",,,\r\n,,,\r\n",
        "a.csv",
        {},
        "missing or empty: 2 of 22",
    ),
    "an empty row beside splits": (
        widen("split", (["train"] * 7 + ["validation"] + ["test"] * 2) * 2) + ",,\r\n",
        "a.csv",
        {},
        "missing or empty: 1 of 21",
    ),
    "an empty row beside ids": (
        widen("id", range(20)) + ",,\r\n",
        "a.csv",
        {},
        "missing or empty: 1 of 21",
    ),
    "a comma at the end of each row": (PLAIN.replace("tive\r", "tive,\r"), "a.csv", {}, None),
    "labels Positive and NEGATIVE": (write(relabel("Positive", "NEGATIVE")), "a.csv", {}, None),
    "labels pos and neg": (write(relabel("pos", "neg")), "a.csv", {}, None),
    "labels 1 and 0": (write(relabel("1", "0")), "a.csv", {}, None),
    "labels 1.0 and 0.0": (write(relabel("1.0", "0.0")), "a.csv", {}, None),
    "labels as whole numbers": (
        write_parquet(FRAME.assign(sentiment=[1] * 10 + [0] * 10)),
        "a.parquet",
        {},
        None,
    ),
    "labels as fractions": (
        write_parquet(FRAME.assign(sentiment=[1.0] * 10 + [0.0] * 10)),
        "a.parquet",
        {},
        None,
    ),
    "half-empty rows": (
        write([*REVIEWS, ("", "positive"), ("", ""), ("  ", ""), ("<br />", "negative")]),
        "a.csv",
        {},
        "missing or empty: 4 of 24",
    ),
    "rows that stop early": (
        widen("rating", range(20)) + "Très bon film 0,positive\r\n",
        "a.csv",
        {},
        "filled up with empty ones: 1",
    ),
    "ids that are not unique": (
        widen("id", [7] * 20),
        "a.csv",
        {},
        "`id` is missing in 0 rows and repeats another in 19",
    ),
    "ratings out of any range": (widen("rating", range(-(10**9), 10**9, 10**8)), "a.csv", {}, None),
    "an unclosed apostrophe, which is no quotation mark": (
        PLAIN.replace("Très bon, film 0", "'Très bon, film 0"),
        "a.csv",
        {},
        None,
    ),
    "quotation marks behind backslashes that are named": (
        PLAIN.replace("Très bon, film 0", '\\"Très bon\\", film 0'),
        "a.csv",
        {"load_args": {"escape": "\\"}},
        None,
    ),
}


def test_a_backslash_that_escapes_nothing_stays(put):
    row = '"I give it 8\\10, \\"great\\" fun \\\\",positive\r\n'  # as it stands: 8\10, \"great\" fun \\
    reviews = pd.concat(process(put(PLAIN + row, "a.csv"), load_args={"escape": "\\"}))
    assert 'I give it 8\\10, "great" fun \\' in set(reviews["review"])


@pytest.mark.parametrize("case", READ)
def test_a_careless_table_is_read_with_every_review_and_every_letter(put, caplog, case):
    content, name, options, said = READ[case]
    splits = process(put(content, name), **options)
    reviews = pd.concat(splits)
    texts = [text.replace("'Très", "Très").replace('"', "") for text in reviews["review"]]
    assert sorted(texts) == sorted(TEXTS)
    expected = dict(REVIEWS)
    assert list(reviews["sentiment"]) == [expected[text] for text in texts]
    assert reviews["review_id"].is_unique
    assert [len(split) for split in splits] == [14, 2, 4]
    assert said is None or said in caplog.text
    assert (said is None) == (not caplog.records)


# what it is: (one more positive review as it stands in the file, as it comes out)
ODD_TEXTS = {
    "quoted newlines": ("One line,\r\n\r\nanother; a\ttab", "One line, another; a tab"),
    "doubled quotation marks": ('He said "no", twice', 'He said "no", twice'),
    "emoji": (
        "Great \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f600",
        "Great \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f600",
    ),
    "emoji alone": ("\U0001f600", "\U0001f600"),
    "right-to-left text": (HEBREW, HEBREW),
    "null bytes and other controls": ("G\x00o\x07od\x1b[31m", "Good[31m"),
    "a 1 MB review": (LONG, LONG.strip()),
    "a formula": ('=HYPERLINK("http://a";"b")', '=HYPERLINK("http://a";"b")'),
    "markup": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "a number of a character that is none": (f"Fine &#{'9' * 5000};", "Fine \ufffd"),
    "lines that only some programs end": ("one\u2028two\x0bthree\x85four", "one two three four"),
    "NA": ("NA", "NA"),
    "null": ("null", "null"),
    "a review of a number": ("1984", "1984"),
    "combining marks": ("e\u0301" * 1000, "\u00e9" * 1000),
}


@pytest.mark.parametrize("case", ODD_TEXTS)
def test_an_odd_text_is_read_as_text(put, case):
    text, expected = ODD_TEXTS[case]
    found = pd.concat(process(put(write([(text, "positive"), *REVIEWS]), "a.csv")))
    assert set(found["review"]) == {expected, *TEXTS}


def test_100_000_identical_reviews_are_one(put, caplog):
    path = put(write([*REVIEWS, *[("The same again", "positive")] * 100_000]), "a.csv")
    assert sorted(pd.concat(process(path))["review"]) == sorted([*TEXTS, "The same again"])
    assert "duplicate: 99,999 of 100,020 reviews" in caplog.text


SHORT = (
    "is no UTF-8 text: byte 22, in line 2, does not belong there.\n"
    "Save it as UTF-8 (in Excel: CSV UTF-8), or name its encoding in the catalog"
)
# what it is: (content, file name, what the message says)
REFUSED = {
    "cp1252": (PLAIN.encode("cp1252"), "a.csv", SHORT),
    "UTF-16 without BOM": (
        PLAIN.encode("utf-16-le"),
        "a.csv",
        "looks like UTF-16 without its mark.\nSave it as UTF-8, or put `load_args: {encoding: utf-16-le}`",
    ),
    "UTF-16 big-endian without BOM": (PLAIN.encode("utf-16-be"), "a.csv", "{encoding: utf-16-be}"),
    "UTF-16 cut within a character": (PLAIN.encode("utf-16")[:-1], "a.csv", "is no UTF-16 text"),
    "UTF-8 with a few bytes of cp1252": (
        PLAIN.encode() + b"caf\xe9,positive\r\n",
        "a.csv",
        "in line 22, does not",
    ),
    "an empty file": (b"", "a.csv", "is empty"),
    "white space alone": (b" \r\n\t\r\n", "a.csv", "is empty"),
    "a null byte alone": (b"\x00", "a.csv", "looks like UTF-16 without its mark"),
    "a byte order mark alone": ("\ufeff", "a.csv", "Its columns are: none"),
    "a header only": (write([]), "a.csv", "has a header and no rows"),
    "no header": (
        write(REVIEWS, REVIEWS[0]),
        "a.csv",
        "exactly one column `review`. Its columns are: 'Très bon",
    ),
    "no labels": (write([(text,) for text in TEXTS], ("review",)), "a.csv", "exactly one column `sentiment`"),
    "a quote never closed": (
        PLAIN + '"Bon, mais,positive\r\nMauvais,negative\r\n',
        "a.csv",
        "the row that starts in line 22 cannot be read: unexpected end of data",
    ),
    "a quote closed by the next row's": (
        PLAIN + '"Bon,positive\r\n"Mauvais",negative\r\n',
        "a.csv",
        "the row that starts in line 22 cannot be read: ',' expected after '\"'",
    ),
    "quotation marks behind backslashes": (
        PLAIN + '"Il dit \\"non\\" encore",negative\r\n',
        "a.csv",
        r"put `load_args: {escape: \}` into the catalog",
    ),
    "ragged rows": (
        PLAIN + "Bon, mais long,positive\r\n",
        "a.csv",
        "the row that starts in line 22 has 3 cells, the header has 2.\nA cell that holds a separator",
    ),
    "a row that stops before its label": (
        PLAIN + "Bon\r\n",
        "a.csv",
        "Column `sentiment`, row 21 (the first below the header is 1): empty; expected is positive",
    ),
    "columns twice": (
        write([(*row, "x") for row in REVIEWS], (*HEADER, "Review")),
        "a.csv",
        "exactly one column `review`. Its columns are: 'review', 'sentiment', 'Review'",
    ),
    "labels of another kind": (
        write(relabel("good", "bad")),
        "a.csv",
        "row 1 (the first below the header is 1): 'good'",
    ),
    "labels True and False": (
        write(relabel("True", "False")),
        "a.csv",
        "'True'; expected is positive / negative",
    ),
    "labels 1 to 5": (
        write(relabel("5", "1")),
        "a.csv",
        "'5'; expected is positive / negative, pos / neg or 1 / 0",
    ),
    "a label of a megabyte": (write(relabel(LONG, "neg")), "a.csv", "(1,040,002 characters); expected is"),
    "a label of escape sequences": (
        write(relabel("\x1b]0;x\x07", "neg")),
        "a.csv",
        r"'\x1b]0;x\x07'; expected is",
    ),
    "one class only": (
        write(GOOD),
        "a.csv",
        "The 10 usable reviews are positive; a classifier needs both negative and positive ones",
    ),
    "1 row": (write(GOOD[:1]), "a.csv", "The 1 usable reviews are positive"),
    "3 rows": (write([*GOOD[:2], *BAD[:1]]), "a.csv", "3 reviews are too few for a validation split of 10%"),
    "the same review in every row": (
        write([("Bon", "pos"), ("bon!", "neg")] * 50),
        "a.csv",
        "The 1 usable reviews",
    ),
    "empty rows only": (write([("", "pos")] * 20), "a.csv", "The 0 usable reviews are none"),
    "a column of numbers": (
        write([(number, "pos") for number in range(20)]),
        "a.csv",
        "Column `review` holds nothing but numbers, such as '0'; expected is text",
    ),
    "a split that has no name of ours": (
        widen("split", ["train"] * 19 + ["dev"]),
        "a.csv",
        "Column `split`, row 20 (the first below the header is 1): 'dev'; expected is train /",
    ),
    "a split that is half given": (
        widen("split", ["train"] * 19 + [""]),
        "a.csv",
        "row 20 (the first below the",
    ),
    "all rows in test": (
        widen("split", ["test"] * 20),
        "a.csv",
        "Column `split` names 0 usable train rows; the train split needs negative and positive ones",
    ),
    "a given split too small to divide": (widen("split", OFFICIAL * 2), "a.csv", "12 reviews are too few"),
    "a rating that is no number": (
        widen("rating", [8] * 19 + ["ten"]),
        "a.csv",
        "row 20 (the first below the",
    ),
    "an infinite rating": (
        widen("rating", [8] * 19 + ["inf"]),
        "a.csv",
        "'inf'; expected is a number or nothing",
    ),
    "a workbook named .csv": (
        write_zip(),
        "a.csv",
        "is no text, but an Excel workbook or another zip archive",
    ),
    "an old workbook named .csv": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "a.csv",
        "is no text, but an old Excel",
    ),
    "gzip named .csv": (gzip.compress(PLAIN.encode()), "a.csv", "compressed with gzip; unpack it first"),
    "Parquet named .csv": (write_parquet(FRAME), "a.csv", "its name has to end in .parquet"),
    "a workbook by its name": (write_zip(), "a.xlsx", "its name has to end in .csv, .tsv or .parquet"),
    "a web page": ("<!DOCTYPE html>\n<html><body>Sign in</body></html>", "a.csv", "'<!DOCTYPE html>'"),
    "JSON of one line": ('{"review": "Bon", "sentiment": 1},' * 1000, "a.csv", "and 1,990 more"),
    "random bytes": (bytes(range(128, 256)) * 10, "a.csv", "is no UTF-8 text: byte 1, in line 1"),
    "a Parquet file cut short": (write_parquet(FRAME)[:-20], "a.parquet", "cannot be read as Parquet"),
    "a Parquet file with a hole": (
        write_parquet(FRAME)[:4] + b"\x00" * 200 + write_parquet(FRAME)[204:],
        "a.parquet",
        "cannot be read as Parquet",
    ),
    "CSV named .parquet": (PLAIN, "a.parquet", "cannot be read as Parquet"),
    "lists for reviews": (
        write_parquet(FRAME.assign(review=[["Bon"]] * 20)),
        "a.parquet",
        "Column `review`, row 1 (the first below the header is 1): array(['Bon'], dtype=object);",
    ),
    "bytes for reviews": (
        write_parquet(FRAME.assign(review=[b"Bon"] * 20)),
        "a.parquet",
        "b'Bon'; expected is text",
    ),
    "dates for reviews": (
        write_parquet(FRAME.assign(review=pd.Timestamp(0))),
        "a.parquet",
        "expected is text. Rows like it: 20 of 20",
    ),
    "truths for reviews": (write_parquet(FRAME.assign(review=True)), "a.parquet", "True; expected is text"),
    "dates for ratings": (
        write_parquet(FRAME.assign(rating=pd.Timestamp(0))),
        "a.parquet",
        "expected is a number or nothing",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_hopeless_table_is_refused_with_what_is_wrong_where_and_what_to_do(put, case):
    content, name, message = REFUSED[case]
    with pytest.raises((ReviewSentimentError, DatasetError)) as refusal:
        process(put(content, name))
    said = str(refusal.value)
    assert message in said
    assert "Failed while loading" not in said  # Kedro's word for an error that nobody foresaw
    assert len(said) < 1_000
    assert printable(said) == said


def test_a_directory_is_refused_with_what_one_would_have_to_hold(tmp_path):
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(DatasetError, match="is no unpacked aclImdb: there are no reviews in train/neg"):
        process(tmp_path / "a.csv")


def test_a_review_of_the_archive_that_is_no_text_is_refused_by_its_name(tmp_path):
    for folder in ("train/neg", "train/pos", "test/neg", "test/pos"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "0_9.txt").write_bytes(b"caf\xe9")
    with pytest.raises(DatasetError, match=re.escape("train/neg/0_9.txt is no UTF-8 text: ")):
        process(tmp_path)


@pytest.mark.parametrize(
    ("load_args", "message"),
    [
        ({"encoding": "cp12520"}, "`encoding` is 'cp12520'; Python has no text encoding of that name"),
        ({"encoding": "zip"}, "`encoding` is 'zip'; Python has no text encoding"),
        ({"encoding": 1252}, "`encoding` is 1252; Python has no text encoding"),
        ({"escape": "\\\\"}, "`escape` is '.*'; it can be one character"),
        ({"escape": 1}, "`escape` is 1; it can be one character"),
        ({"sep": ";"}, "`load_args` has 'sep'; there are encoding and escape"),
    ],
)
def test_a_way_of_reading_that_there_is_not_is_refused(load_args, message):
    with pytest.raises(DatasetError, match=message):
        ReviewTableDataset(filepath="a.csv", load_args=load_args)


def test_what_the_whole_process_takes_for_a_long_cell_is_left_as_it_was(put):
    before = csv.field_size_limit()
    process(put(PLAIN, "a.csv"))
    assert csv.field_size_limit() == before

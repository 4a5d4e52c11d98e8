import pytest

from review_sentiment.pipelines.data_processing.cleaning import clean_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Good.<br /><br />Bad.", "Good. Bad."),
        ("one<br>two<BR/>three", "one two three"),
        ("one&lt;br /&gt;two", "one two"),
        ("Tom &amp; Jerry&#39;s", "Tom & Jerry's"),
        ("a\x00b\x07c\x7fd", "abcd"),
        ("\ufeffGood", "Good"),
        ("half \ud83d of a pair", "half of a pair"),
        ("  one \t two\r\n\nthree\u00a0four\u2028five\x85six ", "one two three four five six"),
    ],
)
def test_what_is_no_text_is_taken_out(text, expected):
    assert clean_text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It's NOT bad!!! 8/10 :-)",
        "1 < 2 > 0",
        "<b>bold</b>",
        "Amélie \U0001f600 \u201cquoted\u201d",
        "NA",
        "null",
    ],
)
def test_letters_case_punctuation_and_other_marks_stay(text):
    assert clean_text(text) == text


@pytest.mark.parametrize("text", ["", " \t\n", "<br />", "<br/> &nbsp;", "\x00\ufeff"])
def test_nothing_is_left_of_a_review_without_text(text):
    assert clean_text(text) == ""


def test_a_missing_review_is_no_text():
    with pytest.raises(TypeError, match="NoneType"):
        clean_text(None)

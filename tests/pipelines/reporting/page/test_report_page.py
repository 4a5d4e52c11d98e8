"""The page as it is written: what it holds, and what it does not."""

import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hostile import HOSTILE, HOSTILE_TOKENS

from review_sentiment.pipelines.reporting.page.pipeline import create_pipeline
from review_sentiment.pipelines.reporting.page.template import embed, show_invisible

ADDRESSES = {"src", "href", "xlink:href", "srcset", "action", "poster", "data", "formaction", "background"}
WITHOUT_END = {"meta", "link", "img", "br", "hr", "input"}


class Reader(HTMLParser):
    """Every element with its attributes, every script, and all text that is shown."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements, self.scripts, self.shown, self.open = [], [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in WITHOUT_END:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        inside = self.open[-1] if self.open else ""
        if inside == "script":
            self.scripts.append(data)
        elif inside != "style":
            self.shown.append(data)


@pytest.fixture(scope="module")
def page(report):
    return Reader(report)


def find(page, tag):
    return [attributes for name, attributes in page.elements if name == tag]


def test_every_element_that_is_opened_is_closed(page):
    assert page.open == []


def test_no_address_leaves_the_file(page, report):
    values = [
        value for _, attributes in page.elements for name, value in attributes.items() if name in ADDRESSES
    ]
    assert values
    assert [value for value in values if not value.startswith(("#", "data:"))] == []
    assert re.findall(r"https?://[^\s\"'<]*|@import|url\((?!#)", report) == []


def test_the_page_refuses_to_load_or_run_anything_else(page):
    policy = find(page, "meta")[3]["content"]
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert re.search(r"script-src 'sha256-[\w+/]+=';", policy)


def test_the_page_stays_small(report):
    assert len(report.encode()) < 10_000_000


def test_no_identifier_stands_twice_and_none_is_a_common_word(page):
    identifiers = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(identifiers) == len(set(identifiers))
    assert [name for name in identifiers if not name.startswith("rs-")] == []


def test_a_hostile_review_is_text(page):
    shown = "".join(page.shown)
    assert shown.count(show_invisible(HOSTILE)) == 2  # a mistake and a disagreement
    assert "49" not in re.findall(r"\{\{ .* \}\}|49", shown)
    assert {tag for tag, _ in page.elements if tag in ("img", "iframe", "object", "base", "form")} == set()
    assert [
        attributes for _, attributes in page.elements if any(name.startswith("on") for name in attributes)
    ] == []


def test_hostile_tokens_are_data(page):
    data, code = page.scripts
    reviews = json.loads(data)["architectures"][0]["reviews"]
    assert reviews[0]["tokens"] == [show_invisible(token) for token in HOSTILE_TOKENS]
    assert "<" not in data
    assert code.startswith("(function")


def test_invisible_characters_are_shown_and_line_ends_stay():
    assert show_invisible("a\x00\x1b\x7f\x85\u202e\ud800\n\tb") == "a␀␛␡\ufffd\ufffd\ufffd\n\tb"


def test_data_in_a_script_can_neither_end_nor_comment_it():
    written = embed({"a": "</script><!--\u2028"})
    assert written == '{"a":"\\u003c/script>\\u003c!--\\u2028"}'
    assert json.loads(written) == {"a": "</script><!--\u2028"}


def test_data_that_is_no_json_is_refused():
    with pytest.raises(TypeError, match="not JSON serializable"):
        embed({"a": object()})


def test_landmarks_headings_and_labels_are_there(page):
    tags = [tag for tag, _ in page.elements]
    assert [tags.count(name) for name in ("html", "title", "h1", "header", "nav", "main", "footer")] == [
        1
    ] * 7
    assert find(page, "html")[0]["lang"] == "en"
    headings = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert max(b - a for a, b in pairwise(headings)) <= 1
    assert tags.count("label") == tags.count("select") == 4
    anchors = {attributes["href"] for attributes in find(page, "a")}
    assert anchors <= {f"#{attributes.get('id')}" for _, attributes in page.elements}


def test_every_table_has_a_caption_and_scopes_and_every_figure_a_text(page):
    tags = [tag for tag, _ in page.elements]
    assert tags.count("table") == tags.count("caption") > 0
    assert {attributes.get("scope") for attributes in find(page, "th")} == {"col", "row"}
    assert tags.count("figure") == tags.count("figcaption") > 0
    assert all(found["role"] == "img" and found["aria-label"] for found in find(page, "svg"))


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("above", "below", "least"),
    [
        ("ink", "page", 7), ("ink", "card", 7), ("muted", "page", 4.5), ("muted", "card", 4.5),
        ("accent", "page", 4.5), ("accent", "card", 4.5), ("ink", "heat", 4.5), ("edge", "card", 3),
    ],
)  # fmt: skip
def test_contrast_is_that_of_wcag_aa(report, scheme, above, below, least):
    colours = {name: pair for name, *pair in re.findall(r"--rs-(\w+): light-dark\((#\w+), (#\w+)\)", report)}
    first, second = sorted(luminance(colours[name][scheme]) for name in (above, below))
    assert (second + 0.05) / (first + 0.05) >= least


def test_a_third_architecture_is_a_name():
    (node,) = create_pipeline(["third"]).nodes
    assert {"third.example_attentions", "third.metrics", "baseline.metrics"} <= set(node.inputs)
    assert not [name for name in node.inputs if "bert" in name]

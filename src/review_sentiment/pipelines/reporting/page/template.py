"""Sections as HTML, with everything they need in the one file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from review_sentiment.pipelines.reporting.page.blocks import Section

PACKAGE = "review_sentiment.pipelines.reporting.page"
SCRIPTS = ("attention.js", "report.js")
# A browser shows nothing for these, or lets them turn the text around; a lone surrogate can't be written.
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
CONTROL_PICTURES = 0x2400
DELETE = 0x7F


def fill_template(sections: Sequence[Section]) -> str:
    """The page. Whatever is no markup of ours is escaped."""
    environment = Environment(
        loader=PackageLoader(PACKAGE),
        autoescape=True,
        finalize=_finalise,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["embed"] = embed
    scripts = "".join(_read(name) for name in SCRIPTS)
    return environment.get_template("report.html.j2").render(
        sections=[section for section in sections if section.blocks],
        style=Markup(_read("report.css")),
        scripts=Markup(scripts),
        script_hash=base64.b64encode(hashlib.sha256(scripts.encode()).digest()).decode(),
    )


def embed(data: Any) -> Markup:
    """JSON that can stand in a script element: no `<` can end it or begin a comment."""
    text = json.dumps(data, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def show_invisible(text: str) -> str:
    """The text with a picture in place of each character that would not be seen."""
    return INVISIBLE.sub(lambda found: _picture(ord(found[0])), text)


def _picture(code: int) -> str:
    if code < ord(" "):
        return chr(CONTROL_PICTURES + code)
    return "\N{SYMBOL FOR DELETE}" if code == DELETE else "\N{REPLACEMENT CHARACTER}"


def _finalise(value: Any) -> Any:
    return show_invisible(value) if type(value) is str else value


def _read(name: str) -> str:
    return (files(PACKAGE) / "assets" / name).read_text(encoding="utf-8")

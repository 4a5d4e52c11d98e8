"""What a section of the page is made of; the template knows how each is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    large: bool = False
    """the one sentence that a reader should take home"""
    kind: ClassVar = "text"


@dataclass(frozen=True)
class Heading:
    """A heading below the section's own."""

    text: str
    kind: ClassVar = "heading"


@dataclass(frozen=True)
class Points:
    """Sentences about one thing, one below the other."""

    title: str
    sentences: Sequence[str]
    kind: ClassVar = "points"


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    title: str
    numeric: bool


@dataclass(frozen=True)
class Table:
    """A table; the first cell of a row names the row."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    folded: bool = False
    """shown when its caption is clicked"""
    kind: ClassVar = "table"


@dataclass(frozen=True)
class Picture:
    """A figure with the sentence below it."""

    svg: Markup
    """an `<svg>` element with its alternative text"""
    caption: str
    kind: ClassVar = "picture"


@dataclass(frozen=True)
class Gallery:
    """Figures of one kind, side by side where there is room."""

    pictures: Sequence[Picture]
    kind: ClassVar = "gallery"


@dataclass(frozen=True)
class Quote:
    """A review and what is to be said about it."""

    text: str
    remark: str


@dataclass(frozen=True)
class Quotes:
    """A list of reviews that is folded away."""

    title: str
    quotes: Sequence[Quote]
    kind: ClassVar = "quotes"


@dataclass(frozen=True)
class AttentionView:
    """The interactive view of attention; `data` is what `attention_data.encode` gives."""

    data: dict[str, Any]
    kind: ClassVar = "attention"


Block = Text | Heading | Points | Table | Picture | Gallery | Quotes | AttentionView


@dataclass(frozen=True)
class Section:
    """A section, and its place in the list of contents."""

    anchor: str
    title: str
    blocks: Sequence[Block]

"""Matplotlib's SVG documents as elements of an HTML page."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

ELEMENT = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
VIEW_BOX = re.compile(r'viewBox="([\d. -]+)"')
# The style is for all of a document, here the page; the page has its own. Metadata and comments hold nothing
# that is seen.
DROPPED = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>|<metadata>.*?</metadata>|<!--.*?-->", re.DOTALL)
IDENTIFIER = re.compile(r'(\bid="|xlink:href="#|url\(#)')
# A mesh is a heat map: numbers on it were given a colour to suit the cell they stand on.
HEAT_MAP = re.compile(r'<g id="QuadMesh|<image\b')
# what a colour of a figure is on the page; blue and grey would be hard to see on dark
COLOURS = {
    "#000000": "currentColor",
    "#ffffff": "var(--rs-card)",
    "#0072b2": "light-dark(#0072b2, #4ba3e0)",
    "#5f6b76": "light-dark(#5f6b76, #98a4af)",
}
COLOUR = re.compile(rf"(?:{'|'.join(COLOURS)})\b")


def inline(document: str, name: str, alt: str) -> Markup:
    """An `<svg>` element that may stand beside others and follows the page from light to dark.

    Black becomes the colour of the page's text, white that of its background; a heat map keeps its colours
    and gets a light card.

    Args:
        document: as Matplotlib writes it, text as text, without a background.
        name: unique on the page; set before every identifier.
        alt: what is drawn.
    """
    body, box = ELEMENT.search(document), VIEW_BOX.search(document)
    if body is None or box is None:
        raise ValueError(f"{name} is no SVG document with a viewBox.")
    drawing = DROPPED.sub("", body[1])
    card = bool(HEAT_MAP.search(drawing))
    if not card:
        drawing = COLOUR.sub(lambda found: COLOURS[found[0]], drawing)
    drawing = IDENTIFIER.sub(rf"\g<1>rs-{name.replace('.', '-')}-", drawing)
    drawing = drawing.replace("xlink:href=", "href=")
    width = float(box[1].split()[2])
    return Markup(
        '<svg class="rs-drawing{}" role="img" aria-label="{}" viewBox="{}" style="--rs-width:{:.0f}">{}</svg>'
    ).format(" rs-light" if card else "", escape(alt), box[1], width, Markup(drawing.strip()))

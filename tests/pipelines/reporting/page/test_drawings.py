import re

import numpy as np
import pytest

from review_sentiment.datasets.figure import FigureDataset
from review_sentiment.figures import new_figure
from review_sentiment.pipelines.reporting.attention_figures import plot_head
from review_sentiment.pipelines.reporting.page.drawings import inline


@pytest.fixture
def draw(tmp_path):
    def through_a_file(figure):
        dataset = FigureDataset(filepath=str(tmp_path / "figure.png"))
        dataset.save(figure)
        return dataset.load().svg

    return through_a_file


@pytest.fixture
def document(draw):
    figure, axes = new_figure(2, 1)
    axes.plot([0, 1], color="#0072B2", label="a")
    axes.set_title("--> <script>")
    axes.legend()
    return draw(figure)


def test_a_drawing_has_its_alternative_text_and_its_own_identifiers(document):
    element = inline(document, "bert.curve", 'a "line"')
    assert element.startswith('<svg class="rs-drawing" role="img" aria-label="a &#34;line&#34;" viewBox=')
    identifiers = re.findall(r'id="([^"]+)"', element)
    used = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', element)
    assert identifiers
    assert {name[:13] for name in identifiers} == {"rs-bert-curve"}
    assert {first or second for first, second in used} <= set(identifiers)


def test_a_drawing_names_no_address_and_styles_nothing_but_itself(document):
    element = inline(document, "curve", "a line")
    assert not re.search(r"https?:|<style|<metadata|<!|<\?|<script", element)
    assert "--&gt; &lt;script&gt;" in element


def test_a_drawing_takes_the_page_s_colours(document):
    element = inline(document, "curve", "a line")
    assert "stroke: currentColor" in element
    assert "stroke: light-dark(#0072b2, #4ba3e0)" in element
    assert "fill: var(--rs-card)" in element  # the box of the legend
    assert "#000000" not in element


def test_a_heat_map_keeps_its_colours_on_a_light_card(draw):
    element = inline(draw(plot_head(np.eye(2), ("a", "b"), "t")), "map", "a map")
    assert 'class="rs-drawing rs-light"' in element
    assert "#000000" in element
    assert "currentColor" not in element


def test_what_is_no_drawing_is_refused():
    with pytest.raises(ValueError, match="map is no SVG document with a viewBox"):
        inline("<html>", "map", "a map")

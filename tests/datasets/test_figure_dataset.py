import pytest
from kedro.io import DatasetError, Version

from review_sentiment.datasets.figure import Drawing, FigureDataset
from review_sentiment.figures import new_figure


@pytest.fixture
def figure():
    figure, axes = new_figure(2, 1)
    axes.set_title("a <b> & c")
    return figure


def test_a_figure_is_kept_as_a_picture_and_as_a_drawing_of_the_same_version(figure, tmp_path):
    dataset = FigureDataset(filepath=str(tmp_path / "plot.png"), version=Version(None, "now"))
    dataset.save(figure)
    assert sorted(path.name for path in (tmp_path / "plot.png/now").iterdir()) == ["plot.png", "plot.svg"]
    assert (tmp_path / "plot.png/now/plot.png").read_bytes().startswith(b"\x89PNG")
    assert "a &lt;b&gt; &amp; c</text>" in dataset.load().svg


def test_a_drawing_holds_no_date_and_nothing_that_changes_from_time_to_time(figure, tmp_path):
    for name in ("a.png", "b.png"):
        FigureDataset(filepath=str(tmp_path / name)).save(figure)
    first, second = (FigureDataset(filepath=str(tmp_path / name)).load() for name in ("a.png", "b.png"))
    assert first == second
    assert "purl.org" not in first.svg


def test_a_notebook_shows_a_drawing():
    assert Drawing("<svg/>")._repr_svg_() == "<svg/>"


def test_a_picture_without_a_drawing_is_not_loaded(tmp_path):
    (tmp_path / "plot.png").write_bytes(b"")
    with pytest.raises(
        DatasetError, match=r"There is no drawing .*plot\.svg: the figure has to be drawn again"
    ):
        FigureDataset(filepath=str(tmp_path / "plot.png")).load()

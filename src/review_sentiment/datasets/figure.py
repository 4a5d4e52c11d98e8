"""A figure as a file that can be read back."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import matplotlib as mpl
from kedro.io import DatasetError
from kedro_datasets.matplotlib import MatplotlibDataset
from matplotlib.figure import Figure

# Text stays text, so that a page shows it in its own font; the salt makes the same figure the same file.
SVG_STYLE: Any = {"svg.fonttype": "none", "svg.hashsalt": "review-sentiment"}
# no date, and none of the addresses that Matplotlib writes into its description of the file
NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))


@dataclass(frozen=True)
class Drawing:
    """A drawn figure; notebooks show it."""

    svg: str = field(repr=False)
    """a whole SVG document, without a background"""

    def _repr_svg_(self) -> str:
        return self.svg


class FigureDataset(MatplotlibDataset):
    """A Matplotlib figure as a picture for people (`.png`) and a drawing for the report (`.svg` beside it).

    Takes the arguments of `kedro_datasets.matplotlib.MatplotlibDataset`, whose figures can't be loaded.
    It stands apart from the package's other datasets because it imports Matplotlib at its top.
    """

    def load(self) -> Drawing:
        """The figure as a drawing.

        Raises:
            DatasetError: there is only the picture.
        """
        path = _beside(str(self._get_load_path()))
        if not self._fs.exists(path):
            raise DatasetError(f"There is no drawing {path}: the figure has to be drawn again.")
        return Drawing(self._fs.read_text(path, encoding="utf-8"))

    # not `save`: Kedro checks at each class's that there is no such version yet
    def _save_to_fs(self, full_key_path: str, plot: Figure) -> None:
        super()._save_to_fs(full_key_path=full_key_path, plot=plot)
        drawing = io.BytesIO()
        # the picture has been laid out, which is most of the work for a figure of many parts
        layout = plot.get_layout_engine()
        plot.set_layout_engine("none")
        with mpl.rc_context(SVG_STYLE):
            plot.savefig(drawing, format="svg", transparent=True, metadata=NO_METADATA)
        plot.set_layout_engine(layout)
        self._fs.pipe_file(_beside(full_key_path), drawing.getvalue())


def _beside(picture: str) -> str:
    return str(PurePosixPath(picture).with_suffix(".svg"))

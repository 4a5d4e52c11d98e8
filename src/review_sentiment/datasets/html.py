"""A page as a file, and what Kedro-Viz shows of it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from kedro_datasets._typing import HTMLPreview
from kedro_datasets.text import TextDataset

# Kedro-Viz takes scripts and styles out of a preview, reads what is left as Markdown, and sets it into its
# own page. So a page marks the plain parts that are still something then.
PREVIEWED = re.compile(r"<!-- preview -->(.*?)<!-- /preview -->", re.DOTALL)


class HtmlDataset(TextDataset):
    """An HTML page; takes the arguments of `kedro_datasets.text.TextDataset`."""

    def preview(self) -> HTMLPreview:
        """The parts of the page between `<!-- preview -->` and `<!-- /preview -->`, and where the page is."""
        parts = PREVIEWED.findall(self.load())
        # a line break would be read as Markdown's
        plain = re.sub(r"\s*\n\s*", " ", " ".join(parts))
        path = PurePosixPath(self._get_load_path()).relative_to(self._filepath.parent)
        return HTMLPreview(f"{plain}<p>The whole page, its figures and what can be tried on it: {path}</p>")

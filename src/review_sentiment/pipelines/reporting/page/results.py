"""The results that were given to the page, as blocks of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from review_sentiment.pipelines.reporting.page.blocks import Gallery, Picture, Points, Table
from review_sentiment.pipelines.reporting.page.drawings import inline
from review_sentiment.pipelines.reporting.page.tables import make_table


class Results:
    """Results by the names of their datasets.

    A result that wasn't given is no block at all, so that a section may name all that it knows.
    """

    def __init__(self, results: Mapping[str, Any]):
        self._results = results

    def get(self, name: str) -> Any | None:
        """A result, or None."""
        return self._results.get(name)

    def of_each(self, kind: str) -> dict[str, Any]:
        """The results of one kind by model, in the order they were given: `{model}.{kind}`."""
        ending = f".{kind}"
        return {
            name.removesuffix(ending): found for name, found in self._results.items() if name.endswith(ending)
        }

    def table(self, name: str, caption: str, *, folded: bool = False, **choice: Any) -> list[Table]:
        """A table of one result; `choice` goes to `make_table`."""
        found = self.get(name)
        return [] if found is None else [make_table(found, caption, folded=folded, **choice)]

    def tables(self, kind: str, caption: str, *, folded: bool = False, **choice: Any) -> list[Table]:
        """A table a model, unless it has no rows; the caption follows the model's name."""
        return [
            make_table(found, f"{model}: {caption}", folded=folded, **choice)
            for model, found in self.of_each(kind).items()
            if len(found)
        ]

    def picture(self, name: str, caption: str, alt: str) -> list[Picture]:
        """A figure; `alt` says what is drawn to whoever can't see it."""
        found = self.get(name)
        return [] if found is None else [Picture(inline(found.svg, name, alt), caption)]

    def pictures(self, kind: str, caption: str, alt: str) -> list[Picture]:
        """A figure a model; caption and alternative text follow the model's name."""
        return [
            Picture(inline(found.svg, f"{model}.{kind}", f"{model}: {alt}"), f"{model}: {caption}")
            for model, found in self.of_each(kind).items()
        ]

    def gallery(self, kind: str, caption: str, alt: str) -> list[Gallery]:
        """The same side by side, for small ones."""
        pictures = self.pictures(kind, caption, alt)
        return [Gallery(pictures)] if pictures else []

    def points(self, kind: str) -> list[Points]:
        """What `{model}.{kind}` holds as `sentences`, a list a model."""
        return [Points(model, found["sentences"]) for model, found in self.of_each(kind).items()]

"""The catalog of this project: what it saves is there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kedro.io import DataCatalog, DatasetError

from review_sentiment.errors import Refusal
from review_sentiment.whole import clear_leftovers, put, remove, unfinished_name


class WholeDataCatalog(DataCatalog):
    """Has every dataset that is kept in a file or folder of this machine saved beside its place first.

    Whatever type it has, it only has to say where it is kept by Kedro's own `_filepath`. A kill, a full disk
    or an error in the midst of a save leaves what was there before; a version appears as a whole.
    """

    @classmethod
    def from_config(cls, *args: Any, **options: Any) -> DataCatalog:
        """As Kedro's; raises Refusal where an entry is no dataset's."""
        try:
            return super().from_config(*args, **options)
        except DatasetError as error:
            raise Refusal(str(error)) from error

    def save(self, ds_name: str, data: Any) -> None:
        """As Kedro's; raises DatasetError where a save fails.

        So it does where a dataset without versions writes a file of another name than the catalog has.
        """
        dataset = self[ds_name]
        path = find_path(dataset)
        if path is None:
            super().save(ds_name, data)
            return
        clear_leftovers(path.parent)
        with _elsewhere(dataset, path) as beside:
            super().save(ds_name, data)
            if not beside.exists():
                _refuse_other_names(ds_name, beside)
                return
            if getattr(dataset, "_version", None):
                for version in beside.iterdir():
                    put(version, path / version.name)
            else:  # a drawing may lie beside its picture
                for item in beside.parent.iterdir():
                    put(item, path.with_name(item.name))


def find_path(dataset: Any) -> Path | None:
    """The file or folder of a dataset that is kept on this machine, without its version."""
    path = getattr(dataset, "_filepath", None)
    local = getattr(dataset, "_protocol", "file") in ("file", "local", "")
    return Path(path) if path is not None and local else None


def _refuse_other_names(ds_name: str, beside: Path) -> None:
    written = [path.name for path in beside.parent.iterdir()]
    if written:
        raise DatasetError(
            f"{ds_name} was written as {written[0]}, and the catalog calls it {beside.name}: it takes the "
            "ending of the former. Nothing was kept."
        )


@contextmanager
def _elsewhere(dataset: Any, path: Path) -> Iterator[Path]:
    """Lets the dataset be kept in a folder beside its place for a while, under its own name."""
    if getattr(dataset, "_version", None):
        dataset._get_save_path()  # refuses a version that is there already
    workshop = path.with_name(unfinished_name(path.name))
    given = dataset._filepath
    dataset._filepath = type(given)(workshop / path.name)
    try:
        remove(workshop)
        workshop.mkdir(parents=True)
        yield workshop / path.name
    finally:
        dataset._filepath = given
        remove(workshop)

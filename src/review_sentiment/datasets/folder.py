"""A place on the disk that a node keeps its own files in."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from kedro.io import AbstractDataset, DatasetError


class FolderDataset(AbstractDataset[None, Path]):
    """The path of a folder, for what a node writes while it runs: checkpoints, which outlive a killed run.

    A node marks what it is done with by the ending `.finished`.

    Args:
        filepath: the folder; whoever writes to it makes it.
        metadata: Kedro-Viz's, unused here.
    """

    def __init__(self, *, filepath: str, metadata: dict[str, Any] | None = None):
        self._filepath = Path(filepath)
        self.metadata = metadata

    def load(self) -> Path:
        """The absolute path, whether or not anything is there yet."""
        return self._filepath.absolute()

    def clear(self) -> None:
        """Removes what has been marked as done with, and the folder where nothing else is in it."""
        for path in [*self._filepath.rglob("*.finished")]:
            path.unlink()
        for folder in [*self._filepath.glob("*/"), self._filepath]:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def save(self, data: None) -> NoReturn:
        """Refuses: a folder is a place, not a value."""
        raise DatasetError("A folder is handed out, not saved.")

    def _exists(self) -> bool:
        return True

    def _describe(self) -> dict[str, Any]:
        return {"filepath": str(self._filepath)}

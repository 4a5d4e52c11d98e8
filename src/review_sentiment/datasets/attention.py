"""Attention weights as a file."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from kedro.io import AbstractVersionedDataset, Version

from review_sentiment.attention import Attention


class AttentionDataset(AbstractVersionedDataset[Attention, Attention]):
    """An `Attention` as a compressed NumPy archive: arrays only, nothing that is unpickled.

    Args:
        filepath: the file, ending in `.npz`.
        version: Kedro's, for `versioned: true`.
        metadata: Kedro-Viz's, unused here.
    """

    def __init__(
        self,
        *,
        filepath: str,
        version: Version | None = None,
        metadata: dict[str, Any] | None = None,
    ):
        super().__init__(
            filepath=PurePosixPath(filepath),
            version=version,
            exists_function=lambda path: Path(path).is_file(),
        )
        self.metadata = metadata

    def load(self) -> Attention:
        """The attention as it was saved."""
        import numpy as np

        with np.load(self._get_load_path(), allow_pickle=False) as arrays:
            return Attention(
                weights=arrays["weights"],
                tokens=tuple(arrays["tokens"].tolist()),
                probability=float(arrays["probability"]),
            )

    def save(self, data: Attention) -> None:
        """Writes the file, its folder included."""
        import numpy as np

        path = Path(self._get_save_path())
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            weights=data.weights,
            tokens=np.array(data.tokens),
            probability=np.float64(data.probability),
        )

    def _exists(self) -> bool:
        return Path(self._get_load_path()).is_file()

    def _describe(self) -> dict[str, Any]:
        return {"filepath": str(self._filepath), "version": self._version}

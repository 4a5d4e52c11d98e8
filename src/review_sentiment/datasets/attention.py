"""Attention weights as a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from kedro.io import AbstractVersionedDataset, Version

from review_sentiment.attention import Attention

if TYPE_CHECKING:
    import numpy as np


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
            return _unpack(arrays)

    def save(self, data: Attention) -> None:
        """Writes the file, its folder included."""
        self._write(_pack(data))

    def _write(self, arrays: dict[str, Any]) -> None:
        import numpy as np

        path = Path(self._get_save_path())
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **arrays)

    def _exists(self) -> bool:
        return Path(self._get_load_path()).is_file()

    def _describe(self) -> dict[str, Any]:
        return {"filepath": str(self._filepath), "version": self._version}


class AttentionListDataset(AttentionDataset):
    """A list of `Attention` in one such archive."""

    def load(self) -> list[Attention]:  # type: ignore[override]
        """The attentions as they were saved, in their order."""
        import numpy as np

        with np.load(self._get_load_path(), allow_pickle=False) as arrays:
            return [_unpack(arrays, f"{index}/") for index in range(arrays["count"])]

    def save(self, data: list[Attention]) -> None:  # type: ignore[override]
        """Writes the file, its folder included."""
        import numpy as np

        arrays: dict[str, Any] = {"count": np.array(len(data))}
        for index, attention in enumerate(data):
            arrays |= _pack(attention, f"{index}/")
        self._write(arrays)


def _pack(attention: Attention, prefix: str = "") -> dict[str, Any]:
    import numpy as np

    fields = {name: value for name, value in vars(attention).items() if value is not None}
    return {f"{prefix}{name}": np.asarray(value) for name, value in fields.items()}


def _unpack(arrays: Mapping[str, np.ndarray], prefix: str = "") -> Attention:
    label = f"{prefix}label"
    return Attention(
        weights=arrays[f"{prefix}weights"],
        tokens=tuple(arrays[f"{prefix}tokens"].tolist()),
        probability=float(arrays[f"{prefix}probability"]),
        text=str(arrays[f"{prefix}text"]),
        words=tuple(arrays[f"{prefix}words"].tolist()),
        word_of_token=arrays[f"{prefix}word_of_token"],
        label=int(arrays[label]) if label in arrays else None,
    )

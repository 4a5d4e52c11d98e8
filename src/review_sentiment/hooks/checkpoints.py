"""Checkpoints that have done their service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kedro.framework.hooks import hook_impl
from kedro.io import CatalogProtocol
from kedro.pipeline.node import Node

if TYPE_CHECKING:
    from review_sentiment.datasets import FolderDataset


class CheckpointHooks:
    """Removes the checkpoints of a training once all that came out of it is saved, and not before.

    A disk that is full when a classifier is saved does not cost the training.
    """

    def __init__(self) -> None:
        self._folders: list[FolderDataset] = []
        self._unsaved: set[str] = set()

    @hook_impl
    def after_node_run(self, node: Node, catalog: CatalogProtocol) -> None:
        """Notes which folders the node has kept checkpoints in."""
        from review_sentiment.datasets import FolderDataset  # imports pandas, for which no command need wait

        datasets = [catalog.get(name) for name in node.inputs if not name.startswith("params:")]
        self._folders = [dataset for dataset in datasets if isinstance(dataset, FolderDataset)]
        self._unsaved = set(node.outputs)

    @hook_impl
    def after_dataset_saved(self, dataset_name: str) -> None:
        """Clears them after the last output."""
        self._unsaved.discard(dataset_name)
        if not self._unsaved:
            for folder in self._folders:
                folder.clear()
            self._folders = []

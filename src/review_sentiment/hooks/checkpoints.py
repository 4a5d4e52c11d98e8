"""Checkpoints that have done their service."""

from __future__ import annotations

from kedro.framework.hooks import hook_impl
from kedro.io import CatalogProtocol
from kedro.pipeline.node import Node

from review_sentiment.datasets import FolderDataset


class CheckpointHooks:
    """Removes the checkpoints of a training once all that came out of it is saved, and not before.

    A disk that is full when a classifier is saved does not cost the training.
    """

    def __init__(self) -> None:
        # by node, since nodes may run in threads
        self._folders: dict[str, list[FolderDataset]] = {}
        self._unsaved: dict[str, set[str]] = {}

    @hook_impl
    def after_node_run(self, node: Node, catalog: CatalogProtocol) -> None:
        """Notes which folders the node has kept checkpoints in."""
        datasets = [catalog.get(name) for name in node.inputs if not name.startswith("params:")]
        self._folders[node.name] = [dataset for dataset in datasets if isinstance(dataset, FolderDataset)]
        self._unsaved[node.name] = set(node.outputs)

    @hook_impl
    def after_dataset_saved(self, dataset_name: str, node: Node) -> None:
        """Clears them after the last output."""
        self._unsaved[node.name].discard(dataset_name)
        if not self._unsaved[node.name]:
            for folder in self._folders.pop(node.name, []):
                folder.clear()

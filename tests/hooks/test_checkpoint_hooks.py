import pytest
from kedro.framework.hooks.manager import _create_hook_manager
from kedro.io import MemoryDataset
from kedro.pipeline import Node, Pipeline
from kedro.runner import SequentialRunner

from review_sentiment.catalog import WholeDataCatalog
from review_sentiment.datasets import FolderDataset
from review_sentiment.hooks import CheckpointHooks


class FullDisk(MemoryDataset):
    def save(self, data):
        raise OSError("No space left on device")


def train(folder):
    folder.mkdir(parents=True)
    (folder / "7.finished").touch()
    return "a classifier", "a history"


@pytest.mark.parametrize("history", [MemoryDataset(), FullDisk()], ids=["saved", "disk full"])
def test_checkpoints_go_when_all_that_came_out_of_the_training_is_saved(tmp_path, history):
    folder = tmp_path / "checkpoints"
    catalog = WholeDataCatalog(
        {"folder": FolderDataset(filepath=str(folder)), "classifier": MemoryDataset(), "history": history}
    )
    hooks = _create_hook_manager()
    hooks.register(CheckpointHooks())
    pipeline = Pipeline([Node(train, "folder", ["classifier", "history"], name="train")])
    if isinstance(history, FullDisk):
        with pytest.raises(Exception, match="No space left on device"):
            SequentialRunner().run(pipeline, catalog, hook_manager=hooks)
        assert (folder / "7.finished").exists()
    else:
        SequentialRunner().run(pipeline, catalog, hook_manager=hooks)
        assert not folder.exists()

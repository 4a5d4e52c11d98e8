from pathlib import Path

import pytest
from kedro.io import DatasetError

from review_sentiment.datasets import FolderDataset


def test_a_folder_is_an_absolute_path_whether_or_not_it_is_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    dataset = FolderDataset(filepath="models/checkpoints")
    assert dataset.exists()
    assert dataset.load() == tmp_path / "models/checkpoints"
    assert not Path("models").exists()
    assert "models/checkpoints" in str(dataset)


def test_nothing_is_saved_as_a_folder():
    with pytest.raises(DatasetError, match="handed out, not saved"):
        FolderDataset(filepath="models").save("anything")

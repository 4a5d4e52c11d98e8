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


def test_what_is_done_with_is_cleared_and_nothing_else(tmp_path):
    for name in ("models/seed/7.finished", "models/8.finished", "models/other/9.ckpt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    dataset = FolderDataset(filepath=str(tmp_path / "models"))
    dataset.clear()
    assert [path.relative_to(tmp_path) for path in tmp_path.rglob("*.*")] == [Path("models/other/9.ckpt")]
    (tmp_path / "models/other/9.ckpt").rename(tmp_path / "models/other/9.finished")
    dataset.clear()
    assert list(tmp_path.iterdir()) == []

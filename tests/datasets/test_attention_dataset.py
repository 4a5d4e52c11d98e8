import dataclasses

import numpy as np
import pytest
from kedro.io import DatasetError, Version
from kedro.io.core import VersionNotFoundError

from review_sentiment.attention import Attention
from review_sentiment.datasets import AttentionDataset, AttentionListDataset


def make_attention(first=0.25):
    """1 layer, 1 head, 2 tokens."""
    weights = np.array([[[[first, 1 - first], [0.5, 0.5]]]], dtype=np.float32)
    return Attention(
        weights=weights,
        tokens=("café", "##s"),
        probability=0.1,
        text="Cafés",
        words=("Cafés",),
        word_of_token=np.array([0, 0]),
    )


def test_attention_is_loaded_as_it_was_saved(tmp_path):
    dataset = AttentionDataset(filepath=str(tmp_path / "deep" / "attention.npz"))
    assert not dataset.exists()
    dataset.save(make_attention())
    assert dataset.exists()
    loaded = dataset.load()
    assert loaded.weights.dtype == np.float32
    assert loaded.weights.tolist() == [[[[0.25, 0.75], [0.5, 0.5]]]]
    assert loaded.tokens == ("café", "##s")
    assert loaded.probability == 0.1
    assert (loaded.text, loaded.words, loaded.label) == ("Cafés", ("Cafés",), None)
    assert loaded.word_weights.tolist() == [[[[1]]]]
    parts = (*loaded.tokens, *loaded.words, loaded.text, loaded.probability)
    assert {type(part) for part in parts} == {str, float}


def test_a_list_is_loaded_in_its_order_with_the_labels_that_are_known(tmp_path):
    path = tmp_path / "attentions.npz"
    first, second = make_attention(0.25), dataclasses.replace(make_attention(0.75), label=0, text="")
    AttentionListDataset(filepath=str(path)).save([first, second])
    loaded = AttentionListDataset(filepath=str(path)).load()
    assert [attention.weights[0, 0, 0, 0] for attention in loaded] == [0.25, 0.75]
    assert [attention.label for attention in loaded] == [None, 0]
    assert [attention.text for attention in loaded] == ["Cafés", ""]
    assert loaded[1].word_of_token.tolist() == [0, 0]
    with np.load(path, allow_pickle=False) as arrays:
        assert not [name for name in arrays if arrays[name].dtype.hasobject]


def test_a_later_save_takes_the_place_of_an_earlier_one(tmp_path):
    dataset = AttentionDataset(filepath=str(tmp_path / "attention.npz"))
    dataset.save(make_attention(0.25))
    dataset.save(make_attention(0.75))
    assert dataset.load().weights[0, 0, 0, 0] == 0.75


def test_versions_are_kept_and_the_latest_is_loaded(tmp_path):
    path = tmp_path / "attention.npz"
    latest = AttentionDataset(filepath=str(path), version=Version(None, None))
    assert not latest.exists()
    for version, first in (("2026-01-01T00.00.00.000Z", 0.25), ("2026-01-02T00.00.00.000Z", 0.75)):
        AttentionDataset(filepath=str(path), version=Version(None, version)).save(make_attention(first))
        assert (path / version / "attention.npz").is_file()
    assert latest.exists()
    assert latest.load().weights[0, 0, 0, 0] == 0.75
    early = AttentionDataset(filepath=str(path), version=Version("2026-01-01T00.00.00.000Z", None))
    assert early.load().weights[0, 0, 0, 0] == 0.25


def test_without_a_version_there_is_nothing_to_load(tmp_path):
    dataset = AttentionDataset(filepath=str(tmp_path / "attention.npz"), version=Version(None, None))
    with pytest.raises(VersionNotFoundError, match="Did not find any versions"):
        dataset.load()


def test_a_missing_file_is_refused_by_its_name(tmp_path):
    path = tmp_path / "attention.npz"
    with pytest.raises(DatasetError, match=f"No such file or directory: '{path}'"):
        AttentionDataset(filepath=str(path)).load()


def test_pickled_objects_are_not_loaded(tmp_path):
    path = tmp_path / "attention.npz"
    np.savez(path, weights=np.array([{}], dtype=object), tokens=np.array(["a"]), probability=0.5)
    with pytest.raises(DatasetError, match="Object arrays cannot be loaded when allow_pickle=False"):
        AttentionDataset(filepath=str(path)).load()


def test_the_dataset_says_which_file_it_keeps():
    assert "attention.npz" in str(AttentionDataset(filepath="data/attention.npz"))

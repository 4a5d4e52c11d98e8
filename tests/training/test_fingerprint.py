import pytest

from review_sentiment.training import fingerprint


@pytest.mark.parametrize("changed", ["shared", "own"])
def test_other_code_makes_another_training(tiny_encoder, tmp_path, monkeypatch, changed):
    folders = {name: tmp_path / name for name in ("shared", "own")}
    monkeypatch.setattr(fingerprint, "SHARED_CODE", (folders["shared"],))
    for folder in folders.values():
        folder.mkdir()
        (folder / "code.py").write_text("x = 1")

    def take():
        return fingerprint.take_fingerprint({}, tiny_encoder.network, [], folders["own"])

    before = take()
    assert take() == before
    (folders[changed] / "code.py").write_text("x = 2")
    assert take() != before

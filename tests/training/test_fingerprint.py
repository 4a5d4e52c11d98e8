import pytest

from review_sentiment.training import fingerprint


@pytest.mark.parametrize("changed", ["shared", "own"])
def test_other_code_makes_another_training(tiny_encoder, tmp_path, monkeypatch, changed):
    files = {"shared": tmp_path / "hardware.py", "own": tmp_path / "modelling" / "module.py"}
    monkeypatch.setattr(fingerprint, "SHARED_CODE", (files["shared"],))
    for file in files.values():
        file.parent.mkdir(exist_ok=True)
        file.write_text("x = 1")

    def take():
        return fingerprint.take_fingerprint({}, tiny_encoder.network, [], files["own"].parent)

    before = take()
    assert take() == before
    files[changed].write_text("x = 2")
    assert take() != before


def test_the_shared_code_is_that_of_the_step_and_not_that_of_the_run():
    names = {f"{file.parent.name}/{file.name}" for file in fingerprint.SHARED_CODE}
    assert names >= {"training/optimizer.py", "training/trainer.py", "review_sentiment/hardware.py"}
    assert "review_sentiment/pipeline_registry.py" not in names

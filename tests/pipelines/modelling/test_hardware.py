import pytest
import torch

from review_sentiment.pipelines.modelling import hardware


@pytest.mark.parametrize(
    ("precision", "native", "expected"),
    [
        ("auto", True, "bf16-true"),
        ("auto", False, "32-true"),
        ("float32", True, "32-true"),
        ("bfloat16", False, "bf16-true"),
    ],
)
def test_the_precision_follows_the_hardware_unless_it_is_named(precision, native, expected, monkeypatch):
    monkeypatch.setattr(hardware, "has_bfloat16", lambda: native)
    assert hardware.trainer_precision(precision) == expected


@pytest.mark.parametrize(("accelerator", "expected"), [(True, "sdpa"), (False, "eager")])
def test_attention_is_fused_on_an_accelerator(accelerator, expected, monkeypatch):
    monkeypatch.setattr(torch.accelerator, "is_available", lambda: accelerator)
    assert hardware.fastest_attention() == expected

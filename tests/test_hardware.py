import pytest
import torch

from review_sentiment import hardware


@pytest.fixture(autouse=True)
def _time_anew():
    hardware.is_bfloat16_faster_on_cpu.cache_clear()
    yield
    hardware.is_bfloat16_faster_on_cpu.cache_clear()


@pytest.fixture
def processor(monkeypatch):
    """Makes the machine one without a GPU, with these seconds a product."""

    def take(*, has_instructions=True, float32=1.0, bfloat16=1.0):
        seconds = {torch.float32: float32, torch.bfloat16: bfloat16}
        monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
        monkeypatch.setattr(torch.accelerator, "is_available", lambda: False)
        monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: has_instructions)
        monkeypatch.setattr(hardware, "_product_seconds", seconds.__getitem__)

    return take


@pytest.mark.parametrize(
    ("precision", "faster", "expected"),
    [
        ("auto", True, "bf16-true"),
        ("auto", False, "32-true"),
        ("float32", True, "32-true"),
        ("bfloat16", False, "bf16-true"),
    ],
)
def test_the_precision_follows_the_hardware_unless_it_is_named(precision, faster, expected, monkeypatch):
    monkeypatch.setattr(hardware, "is_bfloat16_faster", lambda: faster)
    assert hardware.trainer_precision(precision) == expected


@pytest.mark.parametrize(
    ("float32", "bfloat16", "faster"),
    [(2.4, 1.0, True), (1.5, 1.0, True), (1.4, 1.0, False), (0.6, 1.0, False)],
)
def test_a_processor_takes_bfloat16_where_its_products_are_clearly_faster(
    float32, bfloat16, faster, processor
):
    processor(float32=float32, bfloat16=bfloat16)
    assert hardware.is_bfloat16_faster() is faster


def test_what_the_processor_computes_follows_the_processor_beside_a_gpu_too(processor, monkeypatch):
    processor(float32=0.6)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **_: True)
    assert hardware.is_bfloat16("auto")
    assert not hardware.is_bfloat16("auto", on_cpu=True)
    assert hardware.is_bfloat16("bfloat16", on_cpu=True)


def test_a_processor_without_onednn_is_not_asked(processor, monkeypatch):
    processor(float32=9.0)
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    assert hardware.is_bfloat16_faster() is False


def test_a_processor_without_the_instructions_is_not_timed(processor):
    processor(has_instructions=False, float32=9.0)
    assert hardware.is_bfloat16_faster() is False


def test_the_choice_is_made_once_so_that_a_run_keeps_to_it(processor):
    processor(float32=2.4)
    assert hardware.is_bfloat16_faster()
    processor(float32=0.6)
    assert hardware.is_bfloat16_faster()


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_timing_leaves_the_random_numbers_alone(dtype):
    before = torch.get_rng_state()
    assert hardware._product_seconds(dtype) > 0
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize(
    ("accelerator", "precision", "amx", "training", "classifying"),
    [
        (True, "bfloat16", False, "sdpa", "sdpa"),
        (True, "float32", False, "sdpa", "sdpa"),
        (False, "float32", True, "sdpa", "sdpa"),
        (False, "bfloat16", False, "eager", "eager"),
        (False, "bfloat16", True, "eager", "sdpa"),
    ],
)
def test_attention_is_fused_where_that_is_fast(  # noqa: PLR0913, PLR0917 - a row of the table
    accelerator, precision, amx, training, classifying, monkeypatch
):
    monkeypatch.setattr(torch.accelerator, "is_available", lambda: accelerator)
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"amx_bf16": amx})
    assert hardware.fastest_attention(precision) == training
    assert hardware.fastest_attention(precision, with_gradients=False) == classifying

import pytest
import torch

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.training import limits


class Batches:
    """Three sequences of five tokens take more than one of ten."""

    batch_sampler = type("Sampler", (), {"shapes": {(1, 10), (3, 5)}})


# a weight: 4 bytes of itself, 4 of its gradient, 8 of moments; on a CPU the first are there already, and the
# best epoch's 4, where they are kept, come with them; 16 numbers for each token, layer below the last and
# unit of width
@pytest.mark.parametrize(
    ("gpu", "keeps_best", "each"),
    [(True, True, 16), (True, False, 16), (False, True, 16), (False, False, 12)],
)
def test_memory_is_counted_where_it_is_needed(tiny_encoder, monkeypatch, gpu, keeps_best, each):
    training = (tiny_encoder.network, "float32", Batches(), None, 1)
    config = tiny_encoder.network.config
    weights = tiny_encoder.network.num_parameters()
    activations = (config.num_hidden_layers - 1) * 3 * 5 * config.hidden_size * 16 * 4
    monkeypatch.setattr(torch.cuda, "is_available", lambda: gpu)
    monkeypatch.setattr(limits, "fastest_attention", lambda _: "sdpa")
    monkeypatch.setattr(limits, "_free_memory", lambda: weights * each + activations)
    limits.refuse_what_does_not_fit(*training, keeps_best=keeps_best)
    monkeypatch.setattr(limits, "_free_memory", lambda: weights * each + activations - 1)
    with pytest.raises(ReviewSentimentError, match="of memory"):
        limits.refuse_what_does_not_fit(*training, keeps_best=keeps_best)


def test_eager_attention_keeps_its_weights(tiny_encoder):
    # one layer below the last, of width 16, 3 sequences of 5 tokens, 4 bytes: 16 numbers a unit of width, and
    # the 5 x 5 weights of 2 heads
    units, weights = 3 * 5 * 16 * 16 * 4, 3 * 2 * 5 * 5 * 4
    count = limits.activation_bytes
    assert count(tiny_encoder.network, 3, 5, 4, attention_is_fused=True) == units
    assert count(tiny_encoder.network, 3, 5, 4, attention_is_fused=False) == units + weights


def test_a_checkpoint_takes_weights_best_weights_moments_and_masters():
    # 4 bytes each: the weights, those of the best epoch, two moments; of bfloat16 2 + 2 + 8 and 4 of a master
    assert limits.checkpoint_bytes(10, 4, keeps_best=True) == 160
    assert limits.checkpoint_bytes(10, 2, keeps_best=True) == 160
    assert limits.checkpoint_bytes(10, 4, keeps_best=False) == 120
    assert limits.checkpoint_bytes(10, 2, keeps_best=False) == 140

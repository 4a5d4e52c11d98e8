import logging
import time

import pandas as pd
import pytest
import torch
from stopping import crash, press_ctrl_c, stopped, terminate

from review_sentiment.datasets import FolderDataset
from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.pretraining.masked_language_model import MaskedLanguageModule
from review_sentiment.pipelines.pretraining.nodes import adapt_encoder
from review_sentiment.pipelines.pretraining.params import MaskedLanguageModelParams
from review_sentiment.pipelines.pretraining.pretraining_history import COLUMNS
from review_sentiment.training import interruption

# 56 reviews and 2 unlabelled ones; 6 are held out and 52 make as many sequences: 13 batches a pass, so that
# 3 passes are 20 steps of 2 batches, the last of 1, and a pass ends within steps 7 and 13 and with step 20
RECIPE = MaskedLanguageModelParams(
    enabled=True,
    max_tokens=16,
    epochs=3,
    batch_size=4,
    accumulated_batches=2,
    learning_rate=3e-3,
    held_out_fraction=0.1,
    checkpoint_every=3,
    precision="float32",
)


class Training:
    """The node with checkpoints in a folder of the test's own, and ways to stop it."""

    def __init__(self, reviews, folder, caplog):
        self.reviews = reviews
        self.folder = folder
        self.unlabelled = ["The ending was dull.", "I found the music funny."]
        self._caplog = caplog

    def run(self, encoder, seed=0, **changes):
        recipe = RECIPE.model_copy(update=changes)
        unlabelled = pd.DataFrame({"review": self.unlabelled})
        outcome = adapt_encoder(encoder, self.reviews, unlabelled, recipe, seed, self.folder)
        FolderDataset(filepath=str(self.folder)).clear()  # as a run does once the outcome is saved
        return outcome

    def interrupt(self, batches, encoder, act=crash, error=RuntimeError, **changes):
        """Runs it, and acts once, with the batch behind so many; it is to raise the error."""
        with stopped((MaskedLanguageModule, "training_step"), batches, act, error):
            self.run(encoder, **changes)

    def checkpoints(self):
        return sorted(path.name for path in self.folder.glob("*"))

    def messages(self):
        ours = [record for record in self._caplog.records if record.name.startswith("review_sentiment")]
        return [record.message for record in ours]


@pytest.fixture
def training(train_reviews, tmp_path, caplog):
    caplog.set_level(logging.INFO, logger="review_sentiment")
    return Training(train_reviews, tmp_path / "checkpoints", caplog)


def assert_same_weights(one, other):
    ours, theirs = one.network.state_dict(), other.network.state_dict()
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if not torch.equal(ours[name], theirs[name])] == []


def test_unless_it_is_enabled_the_encoder_stays_as_it_is(training, tiny_encoder):
    encoder, history, summary = training.run(tiny_encoder, enabled=False)
    assert encoder is tiny_encoder
    assert tuple(history.columns) == COLUMNS
    assert history.empty
    assert summary == {"enabled": False}
    assert training.checkpoints() == []


@pytest.mark.parametrize("name", ["tiny_encoder", "tiny_roberta"])
@pytest.mark.parametrize("masking", ["static", "dynamic"])
def test_perplexity_on_held_out_texts_falls(training, name, masking, request):
    start = request.getfixturevalue(name)
    before = {key: tensor.clone() for key, tensor in start.network.state_dict().items()}
    encoder, history, summary = training.run(start, masking=masking, epochs=10)
    first, last = history["held_out_perplexity"].iloc[[0, -1]]
    assert last < 0.7 * first
    assert (summary["held_out_perplexity_before"], summary["held_out_perplexity_after"]) == (first, last)
    assert summary["masking"] == masking
    # what comes out is an encoder like the one that came in, which has stayed as it was
    assert all(torch.equal(before[key], tensor) for key, tensor in start.network.state_dict().items())
    assert encoder.network.state_dict().keys() == before.keys()
    assert (encoder.network.dtype, encoder.network.training) == (torch.float32, False)
    assert encoder.network.config.hidden_dropout_prob == 0.1
    assert encoder.tokenizer is start.tokenizer


def test_the_history_has_a_row_a_step_and_perplexity_before_and_after_each_pass(training, tiny_encoder):
    encoder, history, summary = training.run(tiny_encoder)
    assert tuple(history.columns) == COLUMNS
    assert list(history["step"]) == list(range(21))
    measured = history["held_out_loss"].notna()
    assert list(history.loc[measured, "step"]) == [0, 7, 13, 20]
    assert list(history.loc[measured, "epoch"]) == [0, 0, 1, 2]
    assert list(history.index[history["train_loss"].isna()]) == [0]
    assert history["held_out_loss"].map(torch.tensor).map(torch.exp).map(float).tolist() == pytest.approx(
        history["held_out_perplexity"].tolist(), nan_ok=True
    )
    # the warm-up, 0.06 of 20 steps, is the first: the rate falls from 0.003 to 0 over the other 19
    assert history["learning_rate"].iloc[1:4].tolist() == pytest.approx([0, 0.003, 0.003 * 18 / 19])
    assert history["seconds"].is_monotonic_increasing
    assert (summary["enabled"], summary["sequences"], summary["steps"]) == (True, 52, 20)
    assert summary["tokens"] > 52 * 7
    pooler = tiny_encoder.network.pooler.state_dict()
    assert all(
        torch.equal(pooler[key], tensor) for key, tensor in encoder.network.pooler.state_dict().items()
    )


# Checkpoints are of steps 3, 6, 9 and so on, that is of batches 6, 12 and 18, and of steps 7 and 13, in which
# a pass of 13 batches ends.
@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
@pytest.mark.parametrize(("batches", "step"), [(17, 7), (33, 15)])
def test_a_training_goes_on_bit_for_bit_where_it_was_interrupted(
    training, tiny_encoder, precision, batches, step
):
    recipe = {"precision": precision, "masking": "dynamic"}
    whole, expected, _ = training.run(tiny_encoder, **recipe)
    training.interrupt(batches, tiny_encoder, **recipe)
    (checkpoint,) = training.checkpoints()  # the newest alone
    assert checkpoint.endswith(f"-{step}.ckpt")
    assert training.messages() == []
    torch.manual_seed(99)
    resumed, found, _ = training.run(tiny_encoder, **recipe)
    assert training.messages() == [f"Going on from step {step}: {training.folder}/{checkpoint}"]
    assert_same_weights(resumed, whole)
    clockless = [table.drop(columns="seconds") for table in (found, expected)]
    pd.testing.assert_frame_equal(*clockless, check_exact=True)
    assert found["seconds"].is_monotonic_increasing
    assert not training.folder.exists()


def test_a_training_that_is_interrupted_twice_goes_on_twice(training, tiny_encoder):
    whole, *_ = training.run(tiny_encoder)
    training.interrupt(9, tiny_encoder)  # goes on from batch 6
    training.interrupt(20, tiny_encoder)  # goes on from batch 24
    assert len(training.checkpoints()) == 1
    resumed, history, _ = training.run(tiny_encoder)
    assert list(history["step"]) == list(range(21))
    assert [message.split(":")[0] for message in training.messages()] == [
        "Going on from step 3",
        "Going on from step 13",
    ]
    assert_same_weights(resumed, whole)


@pytest.mark.parametrize("act", [press_ctrl_c, terminate])
@pytest.mark.parametrize("batches", [8, 9])  # done before Ctrl-C, in the first or the second of step 5
def test_ctrl_c_ends_a_training_behind_all_batches_of_a_step(training, tiny_encoder, batches, act):
    whole, *_ = training.run(tiny_encoder)
    training.interrupt(batches, tiny_encoder, act, KeyboardInterrupt)
    (checkpoint,) = training.checkpoints()
    assert checkpoint.endswith("-5.ckpt")
    assert training.messages() == [
        f"Interrupted after step 5. The same command goes on from {training.folder}/{checkpoint}."
    ]
    resumed, *_ = training.run(tiny_encoder)
    assert_same_weights(resumed, whole)


def test_ctrl_c_waits_for_each_batch_of_a_step_as_long(training, tiny_encoder, monkeypatch):
    monkeypatch.setattr(interruption, "PATIENCE_SECONDS", 0.5)

    def take_long():
        press_ctrl_c()
        time.sleep(0.7)  # longer than one batch is waited for, and shorter than the two of a step

    training.interrupt(8, tiny_encoder, take_long, KeyboardInterrupt)
    (checkpoint,) = training.checkpoints()
    assert checkpoint.endswith("-5.ckpt")


@pytest.mark.parametrize("change", [{"seed": 1}, {"masked_fraction": 0.2}, {"max_tokens": 15}])
def test_a_checkpoint_that_does_not_fit_is_left_aside(training, tiny_encoder, change):
    afresh, *_ = training.run(tiny_encoder, **change)
    training.interrupt(17, tiny_encoder)
    (checkpoint,) = training.checkpoints()
    encoder, *_ = training.run(tiny_encoder, **change)
    assert_same_weights(encoder, afresh)
    assert training.checkpoints() == [checkpoint]
    assert training.messages() == [
        f"Left aside in {training.folder}, for other texts, parameters or code: {checkpoint}"
    ]


def test_starting_weights_and_texts_decide_too_whether_a_checkpoint_fits(
    training, tiny_encoder, tiny_roberta
):
    training.interrupt(7, tiny_encoder)
    training.unlabelled = ["The ending was dull.", "I found the music dull."]
    training.interrupt(7, tiny_encoder)
    training.interrupt(7, tiny_roberta)
    assert len(training.checkpoints()) == 3
    assert not [message for message in training.messages() if message.startswith("Going on")]


def test_a_seed_decides_and_nothing_else(training, tiny_encoder):
    torch.manual_seed(1)
    first, *_ = training.run(tiny_encoder, epochs=1)
    torch.manual_seed(2)
    again, *_ = training.run(tiny_encoder, epochs=1)
    other, *_ = training.run(tiny_encoder, epochs=1, seed=5)
    assert_same_weights(first, again)
    name = "embeddings.word_embeddings.weight"
    assert not torch.equal(first.network.state_dict()[name], other.network.state_dict()[name])


@pytest.mark.parametrize(
    ("texts", "message"),
    [(["Dull."], "There are 1 texts to train .*; it takes 2"), (["[SEP]", "[SEP]"], "hold no token")],
)
def test_too_little_text_is_refused(tiny_encoder, tmp_path, texts, message):
    reviews = pd.DataFrame({"review": texts})
    with pytest.raises(ReviewSentimentError, match=message):
        adapt_encoder(tiny_encoder, reviews, reviews[:0], RECIPE, 0, tmp_path)


def test_sequences_longer_than_the_positions_are_refused(training, tiny_encoder, monkeypatch):
    # a batch of sequences of 14 tokens is 16 wide
    monkeypatch.setattr(tiny_encoder.network.embeddings.position_embeddings, "num_embeddings", 15)
    with pytest.raises(ReviewSentimentError, match=r"`masked_language_model\.max_tokens` comes to 16"):
        training.run(tiny_encoder, max_tokens=14)


def test_a_loss_that_is_no_number_ends_the_training(training, tiny_encoder, monkeypatch):
    step = MaskedLanguageModule.training_step

    def spoil(module, batch):
        return {name: figure * float("nan") for name, figure in step(module, batch).items()}

    monkeypatch.setattr(MaskedLanguageModule, "training_step", spoil)
    with pytest.raises(ReviewSentimentError, match=r"The loss of step 1 is nan, .*; there is no checkpoint"):
        training.run(tiny_encoder)
    assert training.checkpoints() == []

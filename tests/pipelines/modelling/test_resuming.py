"""Fine-tuning that is stopped, and goes on as if it had not been."""

import logging
import signal
import time
from collections import namedtuple

import pandas as pd
import pytest
import pytorch_lightning as pl
import torch
from stopping import crash, press_ctrl_c, stopped, terminate

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.modelling.classifier import build_classifier
from review_sentiment.pipelines.modelling.module import SentimentModule
from review_sentiment.pipelines.modelling.nodes import tokenize_reviews, train_classifier
from review_sentiment.pipelines.modelling.params import TokenizationParams, TrainingParams
from review_sentiment.pipelines.modelling.validation import Validation
from review_sentiment.training import checkpoints, interruption, limits
from review_sentiment.training.not_finite import ADVICE

# 56 reviews in batches of about 8: some 7 steps an epoch; dropout draws random numbers in each of them
RECIPE = TrainingParams(
    epochs=2, batch_size=8, learning_rate=3e-3, hidden_dropout=0.1, checkpoint_every=3, precision="float32"
)
GOING_ON = "Going on from step"
Usage = namedtuple("Usage", ["free"])


class Training:
    """The node with checkpoints in a folder of the test's own, and ways to stop it."""

    def __init__(self, encoder, tables, folder, caplog):
        self.encoder, self.folder = encoder, folder
        self.train, self.validation = tables
        self._caplog = caplog

    def run(self, seed=0, **changes):
        recipe = RECIPE.model_copy(update=changes)
        return train_classifier(self.encoder, self.train, self.validation, recipe, seed, self.folder)

    def stop(self, steps, act, error=RuntimeError, what=(SentimentModule, "training_step"), **changes):
        """Runs it, and acts once, when it has called the method so many times; it is to raise the error."""
        with stopped(what, steps, act, error):
            self.run(**changes)

    def files(self):
        return sorted(path.name for path in self.folder.glob("*"))

    def messages(self):
        ours = [record for record in self._caplog.records if record.name.endswith(".checkpoints")]
        return [record.message for record in ours]


@pytest.fixture(scope="module")
def tables(tiny_encoder, train_reviews, validation_reviews):
    tokenization = TokenizationParams(max_tokens=16)
    return [
        tokenize_reviews(tiny_encoder, table, tokenization) for table in (train_reviews, validation_reviews)
    ]


@pytest.fixture
def training(tiny_encoder, tables, tmp_path, caplog):
    caplog.set_level(logging.INFO, logger="review_sentiment")
    return Training(tiny_encoder, tables, tmp_path / "checkpoints", caplog)


@pytest.fixture(scope="module", params=["float32", "bfloat16"])
def whole(request, tiny_encoder, tables):
    """What comes out of a training that nothing stops, with its precision."""
    recipe = RECIPE.model_copy(update={"precision": request.param})
    return request.param, train_classifier(tiny_encoder, *tables, recipe, 0)


@pytest.fixture(scope="module")
def steps(whole):
    return int(whole[1][1]["step"].max())


def assert_same(found, expected):
    (one, ours, _), (other, theirs, _) = found, expected
    state = other.network.state_dict()
    assert [
        name for name, tensor in one.network.state_dict().items() if not torch.equal(tensor, state[name])
    ] == []
    clockless = [table.drop(columns="seconds") for table in (ours, theirs)]
    pd.testing.assert_frame_equal(*clockless, check_exact=True)
    assert ours["seconds"].is_monotonic_increasing


@pytest.mark.parametrize("stopped", [4, 6, 7, 8, 11, 13])
def test_a_training_goes_on_bit_for_bit_where_it_was_stopped(training, whole, steps, stopped):
    precision, expected = whole
    assert 12 <= steps <= 16
    training.stop(stopped, crash, precision=precision)
    (file,) = training.files()  # the newest alone
    assert 0 <= stopped - int(file.removesuffix(".ckpt").split("-")[1]) < 3
    assert_same(training.run(precision=precision), expected)
    step = file.removesuffix(".ckpt").split("-")[1]
    assert training.messages() == [f"{GOING_ON} {step}: {training.folder}/{file}"]


def test_a_validation_that_was_cut_short_costs_no_step(training, whole, steps):
    precision, expected = whole
    training.stop(0, crash, what=(Validation, "measure"), precision=precision)
    after_an_epoch = training.files()
    training.stop(1, crash, what=(Validation, "measure"), precision=precision)  # once more, and the second
    assert training.files() != after_an_epoch
    assert training.files()[0].endswith(f"-{steps}.ckpt")
    assert_same(training.run(precision=precision), expected)
    assert len(training.messages()) == 2


def test_an_outcome_that_was_never_saved_costs_no_step(training, steps, whole):
    precision, expected = whole
    training.run(precision=precision)
    assert [name.split("-")[1] for name in training.files()] == [f"{steps}.finished"]
    assert_same(training.run(precision=precision), expected)
    assert training.messages()[0].startswith(f"{GOING_ON} {steps}: ")


def test_before_its_first_checkpoint_a_training_starts_over(training, whole):
    precision, expected = whole
    training.stop(2, crash, precision=precision)
    assert training.files() == []
    assert_same(training.run(precision=precision), expected)
    assert training.messages() == []


@pytest.mark.parametrize("change", [{"seed": 1}, {"learning_rate": 1e-3}, {"epochs": 3}])
def test_a_checkpoint_that_does_not_fit_is_left_aside(training, change):
    training.stop(4, crash)
    (file,) = training.files()
    training.run(**change)
    assert file in training.files()
    assert training.messages() == [
        f"Left aside in {training.folder}, for other texts, parameters or code: {file}"
    ]


def test_how_often_checkpoints_are_written_may_change(training):
    training.stop(4, crash)
    training.run(checkpoint_every=2)
    assert [message.split(":")[0] for message in training.messages()] == [f"{GOING_ON} 3"]


@pytest.mark.parametrize("what", ["train", "validation"])
def test_other_reviews_or_labels_make_another_training(training, what):
    training.stop(4, crash)
    table = getattr(training, what)
    setattr(training, what, table.assign(label=1 - table["label"]))
    training.stop(4, crash)
    assert len(training.files()) == 2
    assert not any(message.startswith(GOING_ON) for message in training.messages())


def test_a_checkpoint_that_a_power_cut_has_shortened_is_not_used(training, whole):
    precision, expected = whole
    training.stop(4, crash, precision=precision)
    (file,) = training.folder.iterdir()
    file.write_bytes(file.read_bytes()[:1000])
    training.stop(4, crash, precision=precision)  # another crash goes on from step 3, which was written anew
    assert training.messages()[0].startswith(f"Removed {file}, which was cut short")
    assert_same(training.run(precision=precision), expected)
    assert training.messages()[1:] == [f"{GOING_ON} 3: {file}"]


def test_a_disk_that_fills_up_leaves_the_checkpoint_before(training, monkeypatch):
    save, calls = pl.Trainer.save_checkpoint, iter([False, True])

    def fill(trainer, path):
        save(trainer, path)
        if next(calls):
            raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(pl.Trainer, "save_checkpoint", fill)
        with pytest.raises(OSError, match="No space left"):
            training.run()
    assert [name.split("-")[1] for name in training.files()] == ["3.ckpt"]


@pytest.mark.parametrize("act", [press_ctrl_c, terminate])
def test_ctrl_c_ends_between_two_steps_with_a_checkpoint_and_one_line(training, whole, act):
    precision, expected = whole
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    training.stop(4, act, KeyboardInterrupt, precision=precision)
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)] == before
    (file,) = training.files()
    assert file.endswith("-5.ckpt")  # the fifth step was begun, and done
    assert training.messages() == [
        f"Interrupted after step 5. The same command goes on from {training.folder}/{file}."
    ]
    assert_same(training.run(precision=precision), expected)


def test_ctrl_c_ends_a_validation_too(training, whole):
    precision, expected = whole
    training.stop(0, press_ctrl_c, KeyboardInterrupt, (SentimentModule, "logits"), precision=precision)
    training.stop(1, press_ctrl_c, KeyboardInterrupt, (Validation, "measure"), precision=precision)
    assert_same(training.run(precision=precision), expected)
    assert [message.split(".")[0] for message in training.messages() if message.startswith("Interr")][1:]


def test_a_checkpoint_that_takes_long_is_waited_for(training, monkeypatch):
    monkeypatch.setattr(interruption, "PATIENCE_SECONDS", 0.05)
    save = pl.Trainer.save_checkpoint

    def save_slowly(trainer, path):
        press_ctrl_c()
        time.sleep(0.3)
        save(trainer, path)

    with monkeypatch.context() as patch:
        patch.setattr(pl.Trainer, "save_checkpoint", save_slowly)
        with pytest.raises(KeyboardInterrupt):
            training.run()
    (file,) = training.files()
    assert training.messages() == [
        f"Interrupted after step 3. The same command goes on from {training.folder}/{file}."
    ]


def test_ctrl_c_that_comes_too_late_for_a_step_is_not_forgotten(training, steps, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(checkpoints.Checkpoints, "on_train_end", lambda *_: press_ctrl_c(), raising=False)
        with pytest.raises(KeyboardInterrupt):
            training.run()
    (file,) = training.files()
    assert file.endswith(f"-{steps}.ckpt")
    assert training.messages() == [
        f"Interrupted after step {steps}. The same command goes on from {training.folder}/{file}."
    ]


def test_a_step_that_takes_too_long_is_not_waited_for(training, monkeypatch):
    monkeypatch.setattr(interruption, "PATIENCE_SECONDS", 0.05)

    def wait():
        press_ctrl_c()
        while True:
            time.sleep(0.01)

    training.stop(5, wait, KeyboardInterrupt)
    assert [name.split("-")[1] for name in training.files()] == ["3.ckpt"]  # amidst a step nothing is written


@pytest.mark.parametrize("loss", ["nan", "inf"])
def test_a_loss_that_is_no_number_ends_the_training(training, monkeypatch, loss):
    step, calls = SentimentModule.training_step, iter(range(100))

    def spoil(module, batch):
        outputs = step(module, batch)
        if next(calls) != 4:
            return outputs
        return {"loss": outputs["loss"], "total": outputs["total"] * float(loss)}

    monkeypatch.setattr(SentimentModule, "training_step", spoil)
    with pytest.raises(ReviewSentimentError) as refusal:
        training.run(checkpoint_every=4)
    (file,) = training.files()
    assert file.endswith("-4.ckpt")  # not the seventh, with which the epoch ends
    # the warm-up, a tenth of 14 steps, is the first; of the other 13, three are over
    assert str(refusal.value) == (
        f"The loss of step 5 is {loss}, at a learning rate of {3e-3 * 10 / 13:.3g}; the last good checkpoint "
        f"is {training.folder}/{file}. {ADVICE}"
    )


def test_weights_that_are_no_numbers_make_no_checkpoint(training, monkeypatch):
    def spoil(module, batch):
        loss = module.logits(batch).sum() * float("inf")
        return {"loss": loss, "total": torch.tensor(1.0)}

    monkeypatch.setattr(SentimentModule, "training_step", spoil)
    with pytest.raises(ReviewSentimentError, match=r"After step 3 some weights .*; there is no check"):
        training.run()
    assert training.files() == []


def test_what_memory_or_disk_cannot_hold_is_refused_with_the_figures(training, monkeypatch):
    monkeypatch.setattr(limits, "_free_memory", lambda: 100_000)
    with pytest.raises(ReviewSentimentError, match=r"needs about \d\.\d MB of memory, and 0\.1 MB are"):
        training.run()
    monkeypatch.undo()
    monkeypatch.setattr(limits.shutil, "disk_usage", lambda _: Usage(1000))
    with pytest.raises(ReviewSentimentError, match=rf"disk space in {training.folder.parent}, and 0.0 MB"):
        training.run()


@pytest.mark.parametrize(("interrupted", "needed"), [(False, 2), (True, 1)])
def test_a_checkpoint_that_is_there_needs_no_room_again(training, monkeypatch, interrupted, needed):
    if interrupted:
        training.stop(4, crash)
    weights = build_classifier(training.encoder.network).num_parameters()
    monkeypatch.setattr(limits.shutil, "disk_usage", lambda _: Usage(weights * 16 * needed - 1))
    with pytest.raises(ReviewSentimentError, match="of disk space in"):
        training.run()
    monkeypatch.setattr(limits.shutil, "disk_usage", lambda _: Usage(weights * 16 * needed))
    training.run()


def test_a_training_that_is_over_needs_room_for_what_was_trained_alone(training, monkeypatch):
    training.run()
    weights = build_classifier(training.encoder.network).num_parameters()
    monkeypatch.setattr(limits.shutil, "disk_usage", lambda _: Usage(weights * 4))
    training.run()


def test_a_classifier_that_says_one_thing_is_warned_of(training, caplog):
    training.run(learning_rate=0.5, epochs=1)
    assert [record.message for record in caplog.records if "tells nothing apart" in record.message]

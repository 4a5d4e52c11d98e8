import signal

import numpy as np
import pandas as pd
import pytest
import torch
from stopping import press_ctrl_c, stopped, terminate
from transformers.models.bert.modeling_bert import BertIntermediate

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pipelines.modelling import prediction
from review_sentiment.pipelines.modelling.module import SentimentModule
from review_sentiment.pipelines.modelling.nodes import (
    classify_and_time,
    classify_reviews,
    draw_token_lengths,
    run_baseline,
    tokenize_reviews,
    train_classifier,
    train_other_seeds,
)
from review_sentiment.pipelines.modelling.params import (
    BaselineParams,
    PredictionParams,
    TokenizationParams,
    TrainingParams,
)

TOKENIZATION = TokenizationParams(max_tokens=16)
TRAINING = TrainingParams(epochs=2, batch_size=8, learning_rate=1e-3)


@pytest.fixture(scope="module")
def tokens(tiny_encoder, train_reviews, validation_reviews, test_reviews):
    frames = {"train": train_reviews, "validation": validation_reviews, "test": test_reviews}
    return {name: tokenize_reviews(tiny_encoder, frame, TOKENIZATION) for name, frame in frames.items()}


@pytest.fixture(scope="module")
def trained(tiny_encoder, tokens):
    return train_classifier(tiny_encoder, tokens["train"], tokens["validation"], TRAINING, seed=0)


def test_the_history_has_a_row_a_step_and_a_validation_an_epoch(trained, tokens):
    _, history, _ = trained
    steps = -(-len(tokens["train"]) // 8)
    assert history["step"].tolist() == list(range(1, 2 * steps + 1))
    assert history["validation_loss"].notna().sum() == 2
    assert history.loc[history["validation_loss"].notna(), "step"].tolist() == [steps, 2 * steps]
    assert history["train_loss"].notna().all()


def test_the_learning_rate_rises_over_the_warm_up_and_falls_to_nothing(trained):
    rates = trained[1]["learning_rate"].tolist()
    steps = len(rates)
    warm_up = round(0.1 * steps)
    expected = [1e-3 * min(k / warm_up, (steps - k) / (steps - warm_up)) for k in range(steps)]
    assert rates == pytest.approx(expected, abs=1e-9)


@pytest.fixture
def widths(monkeypatch):
    """How many tokens the feed-forward half of each of the two layers is given, call by call."""
    seen, forward = [], BertIntermediate.forward

    def watch(self, hidden_states):
        seen.append(hidden_states.shape[1])
        return forward(self, hidden_states)

    monkeypatch.setattr(BertIntermediate, "forward", watch)
    return seen


def test_the_last_layer_is_finished_for_the_first_token_alone(trained, tiny_encoder, tokens, widths):
    train_classifier(tiny_encoder, tokens["train"], tokens["validation"], TRAINING, seed=0)
    classify_reviews(trained[0], tokens["test"], PredictionParams())
    assert set(widths[1::2]) == {1}
    assert min(widths[::2]) > 1


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_what_comes_out_reads_all_tokens_with_the_attention_it_came_with(tiny_encoder, tokens, precision):
    training = TRAINING.model_copy(update={"precision": precision})
    trained, _, _ = train_classifier(tiny_encoder, tokens["train"], tokens["validation"], training, seed=0)
    classify_reviews(trained, tokens["test"], PredictionParams())
    network = trained.network
    assert network.config._attn_implementation == tiny_encoder.network.config._attn_implementation
    assert not [part for part in network.modules() if part._forward_pre_hooks]


@pytest.mark.parametrize("attention", ["eager", "sdpa"])
def test_reviews_are_classified_with_the_fastest_attention(attention, trained, tokens, monkeypatch):
    used, logits = set(), SentimentModule.logits

    def watch(self, batch):
        used.add(self.network.config._attn_implementation)
        return logits(self, batch)

    monkeypatch.setattr(prediction, "fastest_attention", lambda _, with_gradients: attention)
    monkeypatch.setattr(SentimentModule, "logits", watch)
    classify_reviews(trained[0], tokens["test"], PredictionParams())
    assert used == {attention}


def test_probabilities_are_those_of_the_whole_network(trained, tokens):
    predictions = classify_reviews(trained[0], tokens["test"], PredictionParams(precision="float32"))
    with torch.inference_mode():
        expected = [
            trained[0].network(torch.from_numpy(ids.astype(np.int64))[None]).logits.softmax(-1)[0, 1].item()
            for ids in tokens["test"]["input_ids"]
        ]
    assert predictions["probability"].tolist() == pytest.approx(expected, abs=1e-5)


def test_more_tokens_than_positions_are_refused(tiny_encoder, test_reviews, monkeypatch):
    monkeypatch.setattr(tiny_encoder.network.embeddings.position_embeddings, "num_embeddings", 15)
    with pytest.raises(ReviewSentimentError, match=r"`tokenization\.max_tokens` comes to 16"):
        tokenize_reviews(tiny_encoder, test_reviews, TOKENIZATION)


def test_the_summary_counts_weights_and_seconds(trained):
    classifier, history, summary = trained
    assert summary["parameters"] == sum(weight.numel() for weight in classifier.network.parameters())
    assert summary["training_seconds"] == history["seconds"].max() > 0
    assert summary["seed"] == 0


def test_the_encoder_that_went_in_is_left_as_it_was(tiny_encoder, tokens):
    before = {name: weight.clone() for name, weight in tiny_encoder.network.state_dict().items()}
    train_classifier(tiny_encoder, tokens["train"], tokens["validation"], TRAINING, seed=1)
    for name, weight in tiny_encoder.network.state_dict().items():
        assert torch.equal(weight, before[name])


def test_the_same_seed_gives_the_same_predictions_and_another_seed_others(tiny_encoder, tokens, trained):
    def predict(seed):
        classifier, _, _ = train_classifier(
            tiny_encoder, tokens["train"], tokens["validation"], TRAINING, seed=seed
        )
        return classify_reviews(classifier, tokens["test"], PredictionParams())

    first = classify_reviews(trained[0], tokens["test"], PredictionParams())
    pd.testing.assert_frame_equal(predict(0), first)
    assert not predict(1)["probability"].equals(first["probability"])


def test_the_first_epoch_with_the_highest_validation_accuracy_is_kept(tiny_encoder, tokens):
    # steps of this size make every review one class: all epochs are equally good, and the losses differ
    wild = TrainingParams(epochs=3, batch_size=8, learning_rate=0.5, warmup_fraction=0, precision="float32")
    classifier, history, _ = train_classifier(
        tiny_encoder, tokens["train"], tokens["validation"], wild, seed=0
    )
    epochs = history.dropna()
    best = epochs["validation_accuracy"].idxmax()
    assert best != epochs.index[-1]
    assert epochs["validation_loss"].nunique() == 3
    predictions = classify_reviews(classifier, tokens["validation"], PredictionParams(precision="float32"))
    chosen = np.where(predictions["label"] == 1, predictions["probability"], 1 - predictions["probability"])
    assert -np.log(chosen).mean() == pytest.approx(epochs["validation_loss"][best], rel=1e-3)


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_both_precisions_learn_what_is_easy(precision, tiny_encoder, tokens):
    eager = TrainingParams(epochs=15, batch_size=8, learning_rate=5e-3, precision=precision)
    classifier, _, _ = train_classifier(tiny_encoder, tokens["train"], tokens["validation"], eager, seed=0)
    predictions = classify_reviews(classifier, tokens["train"], PredictionParams(precision=precision))
    assert (predictions["prediction"] == predictions["label"]).mean() > 0.9
    assert classifier.network.dtype == torch.float32


def test_predictions_are_in_the_order_of_the_reviews_whatever_their_length(trained, tokens):
    one_by_one = [
        classify_reviews(trained[0], tokens["test"].iloc[[i]], PredictionParams(precision="float32"))
        for i in range(4)
    ]
    together = classify_reviews(trained[0], tokens["test"].iloc[:4], PredictionParams(precision="float32"))
    expected = pd.concat(one_by_one)
    assert together["review_id"].tolist() == expected["review_id"].tolist()
    np.testing.assert_allclose(together["probability"], expected["probability"], atol=1e-6)


def test_classifying_leaves_the_classifier_as_it_was(trained, tokens):
    classify_reviews(trained[0], tokens["test"], PredictionParams(precision="bfloat16"))
    assert trained[0].network.dtype == torch.float32


def test_timing_adds_seconds_and_changes_nothing(trained, tokens):
    predictions, timing = classify_and_time(trained[0], tokens["test"], PredictionParams())
    pd.testing.assert_frame_equal(
        predictions, classify_reviews(trained[0], tokens["test"], PredictionParams())
    )
    assert timing["seconds"] > 0


def predict_with_seeds(encoder, tokens, seeds):
    return train_other_seeds(
        encoder, tokens["train"], tokens["validation"], tokens["test"], TRAINING, PredictionParams(), 0, seeds
    )


def test_another_seed_predicts_what_a_classifier_trained_with_it_does(tiny_encoder, tokens):
    table = predict_with_seeds(tiny_encoder, tokens, [2, 0, 2])  # 0 has its classifier, and 2 needs one
    classifier, _, _ = train_classifier(tiny_encoder, tokens["train"], tokens["validation"], TRAINING, seed=2)
    expected = classify_reviews(classifier, tokens["test"], PredictionParams()).assign(seed=2)
    pd.testing.assert_frame_equal(table, expected[table.columns])


def test_no_other_seed_is_an_empty_table_with_the_same_columns(tiny_encoder, tokens, tmp_path):
    table = predict_with_seeds(tiny_encoder, tokens, [])
    assert table.columns.tolist() == ["seed", "review_id", "label", "prediction", "probability"]
    assert table.empty
    table.to_parquet(tmp_path / "empty.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "empty.parquet"), table)


@pytest.mark.parametrize(
    ("act", "handler"),
    [
        (press_ctrl_c, signal.default_int_handler),
        (terminate, signal.default_int_handler),
        (terminate, signal.SIG_IGN),  # as under `nohup … &`
    ],
)
def test_ctrl_c_while_reviews_are_classified_is_no_silent_exit(trained, tokens, act, handler):
    before = signal.signal(signal.SIGINT, handler)
    try:
        with stopped((SentimentModule, "predict_step"), 0, act, KeyboardInterrupt):
            classify_reviews(trained[0], tokens["test"], PredictionParams())
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_network_that_was_trained_in_bfloat16_has_gradients_again(tiny_encoder, tokens):
    training = TRAINING.model_copy(update={"precision": "bfloat16"})
    classifier, _, _ = train_classifier(tiny_encoder, tokens["train"], tokens["validation"], training, seed=0)
    classifier.network(torch.tensor([[1, 2, 3]])).logits.sum().backward()
    assert classifier.network.classifier.weight.grad is not None


def test_reviews_without_labels_are_classified_without(trained, tokens):
    predictions = classify_reviews(trained[0], tokens["test"].drop(columns="label"), PredictionParams())
    assert "label" not in predictions
    assert predictions["probability"].between(0, 1).all()


def test_the_token_limit_is_drawn_where_it_is(tokens):
    figure = draw_token_lengths(tokens["train"], TOKENIZATION)
    (axes,) = figure.axes
    assert axes.lines[0].get_xdata()[0] == 16
    (label,) = axes.texts
    assert label.get_horizontalalignment() == "right"  # all reviews are shorter: there is room on the left
    longer = tokens["train"].assign(tokens=20)
    (other,) = draw_token_lengths(longer, TokenizationParams(max_tokens=8)).axes
    assert other.texts[0].get_horizontalalignment() == "left"
    cut = tokens["train"]["truncated"].mean()
    assert axes.get_title(loc="left").startswith(f"{cut:.1%} of the {len(tokens['train'])} ")


def test_the_baseline_learns_from_the_training_reviews_alone():
    train = pd.DataFrame(
        {
            "review_id": list("abcd"),
            "review": ["good film", "bad film", "good plot", "bad plot"],
            "sentiment": ["positive", "negative"] * 2,
        }
    )
    test = pd.DataFrame(
        {
            "review_id": ["x", "y", "z"],
            "review": ["good", "bad", "unheard"],
            "sentiment": ["positive", "negative", "negative"],
        }
    )
    regression = BaselineParams(max_ngram=1, min_count=1)
    validated, predictions, summary, timing = run_baseline(train, test.iloc[[1]], test, regression)
    assert validated["review_id"].tolist() == ["y"]
    assert validated["probability"].tolist() == pytest.approx([predictions["probability"][1]])
    assert predictions["prediction"].tolist()[:2] == [1, 0]
    assert predictions["probability"][2] == pytest.approx(0.5, abs=1e-6)  # a word of the test set alone
    assert predictions["tokens"].tolist() == [1, 1, 1]
    assert summary["parameters"] == 5  # bad, film, good, plot and the intercept
    assert timing["seconds"] > 0


@pytest.mark.parametrize(
    "wrong", [{"epochs": 0}, {"learning_rate": 5}, {"precision": "float16"}, {"lr": 1e-5}, {"batch_size": 0}]
)
def test_an_impossible_recipe_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        TrainingParams(**wrong)

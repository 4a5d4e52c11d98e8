"""The sections of the page: each takes the results and gives its blocks. What wasn't given is left out."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from review_sentiment.pipelines.reporting.page import wording
from review_sentiment.pipelines.reporting.page.attention_section import attention
from review_sentiment.pipelines.reporting.page.blocks import Block, Quote, Quotes, Section, Text
from review_sentiment.pipelines.reporting.page.comparison_section import comparison
from review_sentiment.pipelines.reporting.page.params import PageParams
from review_sentiment.pipelines.reporting.page.results import Results
from review_sentiment.pipelines.reporting.page.tables import format_value, make_table
from review_sentiment.pipelines.reporting.params import AttentionParams
from review_sentiment.terms import SENTIMENTS


def write_sections(results: Results, page: PageParams, start: AttentionParams) -> list[Section]:
    """All sections in the order of the page; `start` says which head is shown first."""
    return [
        Section("result", "Result", result(results)),
        Section("exploration", "The reviews", exploration(results)),
        Section("training", "Training", training(results)),
        Section("comparison", "Comparison", comparison(results)),
        Section("mistakes", "Mistakes", mistakes(results)),
        Section("attention", "Attention", attention(results, page, start)),
    ]


def result(results: Results) -> list[Block]:
    """The result in a sentence and a table."""
    models = results.get("model_comparison")
    if models is None:
        return []
    counts = {metrics["reviews"] for metrics in results.of_each("metrics").values()}
    sentence = wording.say_result(models, counts.pop() if len(counts) == 1 else None)
    verdicts = compare_networks(results)
    table = models.assign(interval=[wording.say_ends(row) for row in models.itertuples()])
    columns = {
        "model": "model",
        "accuracy": "accuracy",
        "interval": "95 % interval, %",
        "macro_f1": "macro F1",
        "roc_auc": "ROC AUC",
        "parameters": "parameters",
        "training_seconds": "training, s",
    }
    return [
        Text(sentence, large=True),
        *(verdicts or ([Text(wording.say_overlap(models))] if len(models) > 1 else [])),
        make_table(table, "The models on the test reviews. Intervals: Wilson.", columns),
        Text(
            "The intervals say how much the accuracy of these very classifiers would vary over samples of "
            "reviews of this size; another seed or another training would give other classifiers."
        ),
    ]


def compare_networks(results: Results) -> list[Block]:
    """The verdict on each pair of networks, which have a training history; the baseline has none."""
    pairs = results.get("paired_comparison")
    if pairs is None:
        return []
    networks = results.of_each("training_history")
    known = pairs["first"].isin(networks) & pairs["second"].isin(networks)
    return [Text(verdict) for verdict in pairs.loc[known, "verdict"]]


def exploration(results: Results) -> list[Block]:
    """What the data looks like."""
    columns = {
        "part": "part",
        "reviews": "reviews",
        "positive_share": "positive",
        "words_median": "words, median",
        "words_p95": "words, 95th percentile",
        "words_max": "words, most",
    }
    return [
        *results.table("review_profile", "Reviews in each split, and what was removed.", columns=columns),
        *results.picture(
            "class_balance",
            "Reviews of each class in each split.",
            "Bars: negative and positive reviews of the three splits, with counts and shares.",
        ),
        *results.picture(
            "review_lengths",
            "How long the reviews are.",
            "Histograms of length in words and in characters, an outline for each class.",
        ),
        *results.gallery(
            "token_lengths",
            "how long the reviews are to its tokenizer, and where they are cut.",
            "histogram of length in tokens, with the limit as a dashed line.",
        ),
        *results.picture(
            "frequent_words",
            "How often each class uses the most frequent words (training reviews).",
            "A row a word with a mark for negative and one for positive reviews.",
        ),
        *results.picture(
            "telling_words",
            "Words that one class uses more than the other (training reviews).",
            "Bars of z-scores: words of negative reviews left, of positive ones right.",
        ),
        *results.table("review_examples", "Training reviews of typical lengths.", folded=True),
    ]


def training(results: Results) -> list[Block]:
    """How the networks were trained: as masked-language models, where they were, and on the labels."""
    curves = results.pictures(
        "training_curves",
        "loss and validation accuracy over the training steps.",
        "lines of training and validation loss, and of validation accuracy; the same numbers for each epoch "
        "stand in the table.",
    )
    columns = ["epoch", "step", "validation_loss", "validation_accuracy"]
    tables = [
        make_table(
            history.dropna(subset=["validation_loss"])[columns].assign(epoch=lambda rows: rows["epoch"] + 1),
            f"{model}: loss and accuracy on the validation reviews after each epoch.",
            folded=True,
        )
        for model, history in results.of_each("training_history").items()
    ]
    perplexities = [
        make_table(
            history.dropna(subset=["held_out_perplexity"])[["step", "held_out_loss", "held_out_perplexity"]],
            f"{model}: how well it guesses masked tokens of held-out texts, before and after each pass of "
            "masked-language training.",
        )
        for model, history in results.of_each("pretraining_history").items()
        if len(history)
    ]
    fine_tuning = [block for of_model in zip_longest(curves, tables) for block in of_model if block]
    return [*perplexities, *fine_tuning]


def mistakes(results: Results) -> list[Block]:
    """The reviews that the models get wrong."""
    intro = "Wrong predictions of the test reviews, the surest first. Some of the labels can be doubted, too."
    lists: list[Block] = [
        Quotes(
            f"{model}: its {len(table)} most confident mistakes", [_quote(row) for row in table.itertuples()]
        )
        for model, table in results.of_each("confident_mistakes").items()
    ]
    return [
        *([Text(intro)] if lists else []),
        *lists,
        *disagreements(results),
    ]


def disagreements(results: Results) -> list[Block]:
    """The reviews about which the networks are of the most different opinions."""
    table = results.get("disagreements")
    if table is None:
        return []
    table = table.assign(label=table["label"].map(dict(enumerate(SENTIMENTS))))
    caption = "Reviews on which the networks disagree most; probabilities are of positive."
    return [make_table(table, caption, without=["review_id"], folded=True)]


def _quote(mistake: Any) -> Quote:
    certainty = max(mistake.probability, 1 - mistake.probability)
    return Quote(
        mistake.review,
        f"{SENTIMENTS[mistake.label]}, taken for {SENTIMENTS[mistake.prediction]} with a probability of "
        f"{format_value(certainty, share=True)}",
    )

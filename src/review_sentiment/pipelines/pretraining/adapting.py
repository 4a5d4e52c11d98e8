"""Training an encoder as a masked-language model with Lightning: the trainer lives and dies in here."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pytorch_lightning as pl
from transformers import PreTrainedModel

from review_sentiment.hardware import fastest_attention
from review_sentiment.pipelines.pretraining.corpus import Corpus
from review_sentiment.pipelines.pretraining.masked_batches import (
    load_held_out_batches,
    load_training_batches,
)
from review_sentiment.pipelines.pretraining.masked_language_model import (
    MaskedLanguageModule,
    build_masked_language_model,
)
from review_sentiment.pipelines.pretraining.params import MaskedLanguageModelParams
from review_sentiment.pipelines.pretraining.pretraining_history import COLUMNS, HeldOutPerplexity
from review_sentiment.positions import refuse_more_tokens_than_positions
from review_sentiment.pretrained_model import PretrainedModel, copy_weights
from review_sentiment.training.checkpoints import Checkpoints
from review_sentiment.training.fingerprint import list_settings, take_fingerprint
from review_sentiment.training.history import History
from review_sentiment.training.padding import padded_width
from review_sentiment.training.trainer import count_steps, fit


def adapt(
    encoder: PretrainedModel,
    texts: list[str],
    recipe: MaskedLanguageModelParams,
    seed: int,
    checkpoints: Path,
) -> tuple[PretrainedModel, pd.DataFrame, dict[str, Any]]:
    """The encoder after training on the texts, its history and a summary (see the node `adapt_encoder`)."""
    refuse_more_tokens_than_positions(
        encoder.network, padded_width(recipe.max_tokens), "masked_language_model.max_tokens"
    )
    corpus = Corpus.of(texts, encoder.tokenizer, recipe, seed)
    settings = list_settings(recipe, seed=seed)
    packed = (corpus.train.sequences, corpus.held_out.sequences)
    arrays = [array for part in packed for array in (part.ids, part.ends)]
    fingerprint = take_fingerprint(settings, encoder.network, arrays, Path(__file__).parent)
    batches = load_training_batches(corpus.train, recipe.batch_size, epochs=recipe.epochs)
    history = History(cast(Any, batches.batch_sampler).ends, measure_untrained=True)
    keeper = Checkpoints(checkpoints, fingerprint, recipe.checkpoint_every, history)
    pl.seed_everything(seed, verbose=False)
    module = MaskedLanguageModule(
        build_masked_language_model(encoder.network),
        recipe,
        steps=count_steps(batches, recipe.accumulated_batches),
        guessed=corpus.train.guessed.mean() * recipe.batch_size,
    )
    module.network.set_attn_implementation(fastest_attention(recipe.precision))
    perplexity = HeldOutPerplexity(history, load_held_out_batches(corpus.held_out, recipe.batch_size))
    fit(
        module,
        batches,
        recipe,
        perplexity,
        keeper,
        title="Masked-language model",
        accumulated_batches=recipe.accumulated_batches,
    )
    trained, table = _copy_encoder(encoder.network, module), history.table(COLUMNS)
    return PretrainedModel(trained, encoder.tokenizer), table, _summarise(table, corpus, recipe)


def _copy_encoder(encoder: PreTrainedModel, module: MaskedLanguageModule) -> PreTrainedModel:
    """The encoder with the weights it has been trained to, and the dropout and the pooler it came with."""
    network = copy.deepcopy(encoder)
    copy_weights(module.network.base_model.cpu().float(), network)
    return network.eval()


def _summarise(history: pd.DataFrame, corpus: Corpus, recipe: MaskedLanguageModelParams) -> dict[str, Any]:
    perplexities = history["held_out_perplexity"]
    return {
        "enabled": True,
        "masking": recipe.masking,
        "sequences": len(corpus.train.sequences),
        "tokens": len(corpus.train.sequences.ids),
        "steps": int(history["step"].max()),
        "held_out_perplexity_before": float(perplexities.iloc[0]),
        "held_out_perplexity_after": float(perplexities.iloc[-1]),
        "seconds": float(history["seconds"].max()),
    }

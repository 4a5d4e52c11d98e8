"""A RoBERTa made of a BERT: the same layers behind another vocabulary.

Each new token starts as the mean of the old vectors of its text, after Mosin et al. 2021 (vocabulary
transfer); WECHSEL (Minixhofer et al. 2022) and FOCUS (Dobler and de Melo 2023) rest on the same idea.
"""

from __future__ import annotations

from typing import Any

import torch
from transformers import (
    PretrainedConfig,
    PreTrainedTokenizerBase,
    RobertaConfig,
    RobertaModel,
)

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.pretrained_model import PretrainedModel

# RoBERTa counts positions from its padding id + 1, so the first token of a text has row 2.
POSITION_OFFSET = 2
SHARED_SETTINGS = (
    "hidden_size",
    "intermediate_size",
    "num_hidden_layers",
    "num_attention_heads",
    "hidden_act",
    "hidden_dropout_prob",
    "attention_probs_dropout_prob",
    "initializer_range",
    "layer_norm_eps",
)
SPECIAL_PAIRS = ("cls_token", "pad_token", "sep_token", "unk_token", "mask_token")


def transfer_to_roberta(checkpoint: PretrainedModel, tokenizer: PreTrainedTokenizerBase) -> PretrainedModel:
    """A RoBERTa of the checkpoint's size and layers that reads the tokens of `tokenizer`.

    Raises:
        ReviewSentimentError: the checkpoint is no BERT, so that its weights have other names and places.
    """
    bert: Any = checkpoint.network  # `Any`: torch says of a part of a module only that it is one
    if bert.config.model_type != "bert":
        raise ReviewSentimentError(
            f"The checkpoint is a {bert.config.model_type}; a new vocabulary can be given to a bert only. "
            "Set `vocabulary.kind` to `original` to keep its own."
        )
    roberta: Any = RobertaModel(_roberta_config(bert.config, tokenizer), add_pooling_layer=False)
    weights = {name: tensor for name, tensor in bert.state_dict().items() if name.startswith("encoder.")}
    with torch.no_grad():
        roberta.load_state_dict(weights, strict=False)
        old, new = bert.embeddings, roberta.embeddings
        new.LayerNorm.load_state_dict(old.LayerNorm.state_dict())
        new.token_type_embeddings.weight.copy_(old.token_type_embeddings.weight[:1])
        new.position_embeddings.weight[:POSITION_OFFSET] = (
            0  # of no token; else torch would draw them at random
        )
        new.position_embeddings.weight[POSITION_OFFSET:] = old.position_embeddings.weight
        new.word_embeddings.weight.copy_(
            transfer_vectors(old.word_embeddings.weight, checkpoint.tokenizer, tokenizer)
        )
    return PretrainedModel(roberta.eval(), tokenizer)


def transfer_vectors(
    vectors: torch.Tensor, old: PreTrainedTokenizerBase, new: PreTrainedTokenizerBase
) -> torch.Tensor:
    """The vectors of the new tokens, (new tokens, width), from the old ones, (old tokens, width)."""
    pieces = _old_pieces(new, old)
    bag = torch.nn.functional.embedding_bag(
        torch.tensor([piece for token in pieces for piece in token]),
        vectors,
        offsets=torch.tensor([0] + [len(token) for token in pieces[:-1]]).cumsum(0),
        mode="mean",
    )
    for name in SPECIAL_PAIRS:
        bag[getattr(new, f"{name}_id")] = vectors[getattr(old, f"{name}_id")]
    return bag


def _roberta_config(bert: PretrainedConfig, tokenizer: PreTrainedTokenizerBase) -> RobertaConfig:
    return RobertaConfig(
        vocab_size=len(tokenizer),
        max_position_embeddings=bert.max_position_embeddings + POSITION_OFFSET,
        type_vocab_size=1,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        **{name: getattr(bert, name) for name in SHARED_SETTINGS},
    )


def _old_pieces(new: PreTrainedTokenizerBase, old: PreTrainedTokenizerBase) -> list[list[int]]:
    """For each new token, in the order of the ids, the old tokens that spell it; all in one batch.

    A new token that continues a word is the old one that does ("##ing"), where there is one. What never
    continues one to the old tokenizer, punctuation above all, is the old token of its text: BERT's vocabulary
    has "##." too, a vector that was never trained. A token that is no text by itself, half of a two-byte
    letter for example, has the old unknown token.
    """
    tokens = new.convert_ids_to_tokens(list(range(len(new))))
    texts = [new.convert_tokens_to_string([token]) for token in tokens]
    spelled = old(texts, add_special_tokens=False)["input_ids"]
    known = old.get_vocab()
    behind_a_letter = old(["a" + text for text in texts], add_special_tokens=False)
    is_one_word = [len(set(behind_a_letter.word_ids(index))) == 1 for index in range(len(texts))]
    continued = [
        known.get("##" + text.lower()) if continues else None
        for text, continues in zip(texts, is_one_word, strict=True)
    ]
    return [
        [inside] if inside is not None else pieces or [old.unk_token_id]
        for inside, pieces in zip(continued, spelled, strict=True)
    ]

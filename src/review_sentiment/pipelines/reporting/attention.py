"""Reading attention out of a saved classifier."""

from __future__ import annotations

import numpy as np
import torch
from transformers import PreTrainedTokenizerBase

from review_sentiment.attention import Attention
from review_sentiment.pipelines.modelling.params import Truncation
from review_sentiment.pipelines.reporting.reading import read_review
from review_sentiment.pretrained_model import PretrainedModel, attention_as

# how a token that is nothing but a space is shown
SPACE = "\N{OPEN BOX}"


def attend(
    classifier: PretrainedModel,
    text: str,
    max_tokens: int,
    truncation: Truncation = "head",
    label: int | None = None,
) -> Attention:
    """All attention weights of one text, (layers, heads, tokens, tokens), and how it was classified.

    The fused attention that networks run by default never holds the weights, so transformers' "eager" one
    runs in its place; both compute the same.
    """
    read = read_review(classifier.tokenizer, text, max_tokens, truncation)
    with torch.inference_mode(), attention_as(classifier.network, "eager") as network:
        output = network(torch.from_numpy(read.input_ids)[None], output_attentions=True)
    names = np.array(readable_tokens(classifier.tokenizer, text), dtype=object)
    return Attention(
        weights=torch.cat(output.attentions).numpy(),
        tokens=tuple(names[read.positions]),
        probability=output.logits.softmax(dim=-1)[0, 1].item(),
        text=text,
        words=read.words,
        word_of_token=read.word_of_token,
        label=label,
    )


def readable_tokens(tokenizer: PreTrainedTokenizerBase, text: str) -> list[str]:
    """The tokens of a text as a person reads them, WordPiece and byte-level BPE alike.

    Word starts are not marked; a piece that continues a word begins with "##".
    """
    encoded = tokenizer(text, split_special_tokens=True, return_offsets_mapping=True, verbose=False)
    whole, spans = encoded["input_ids"], encoded["offset_mapping"]
    names = [_name(tokenizer, token, text[slice(*span)]) for token, span in zip(whole, spans, strict=True)]
    for i in range(len(whole) - 1, 0, -1):
        (_, end), (start, stop) = spans[i - 1], spans[i]
        touches = end == start or spans[i - 1] == spans[i]  # the latter: two bytes of one letter
        if touches and start < stop and text[start].isalnum() and text[end - 1 : end].isalnum():
            names[i] = "##" + names[i]
    return names


def _name(tokenizer: PreTrainedTokenizerBase, token: int, spelled: str) -> str:
    name = tokenizer.convert_tokens_to_string([str(tokenizer.convert_ids_to_tokens(token))])
    if "\N{REPLACEMENT CHARACTER}" in name:  # a byte of a letter is no text by itself: show the letter
        return spelled
    return name.strip().removeprefix("##") or SPACE

"""An encoder that knows nothing, for runs of seconds."""

from __future__ import annotations

import re
import string
from typing import Any, NoReturn

from kedro.io import AbstractDataset, DatasetError

from review_sentiment.datasets.synthetic_reviews import ADJECTIVES, all_reviews
from review_sentiment.pretrained_model import PretrainedModel

SPECIAL_TOKENS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


class RandomBertDataset(AbstractDataset[None, PretrainedModel]):
    """A BERT with random weights whose vocabulary has the words of `SyntheticReviewsDataset` and all letters.

    Args:
        layers: of the encoder.
        heads: in each layer.
        width: of a token's vector, a multiple of `heads`.
        seed: of the weights.
        metadata: Kedro-Viz's, unused here.
    """

    def __init__(
        self,
        *,
        layers: int = 2,
        heads: int = 2,
        width: int = 16,
        seed: int = 0,
        metadata: dict[str, Any] | None = None,
    ):
        self._sizes = {"layers": layers, "heads": heads, "width": width}
        self._seed = seed
        self.metadata = metadata

    def load(self) -> PretrainedModel:
        """The network, the same at every load, in evaluation mode, and its tokenizer."""
        import torch
        from transformers import BertConfig, BertModel, BertTokenizer

        vocabulary = {token: number for number, token in enumerate(_tokens())}
        config = BertConfig(
            vocab_size=len(vocabulary),
            num_hidden_layers=self._sizes["layers"],
            num_attention_heads=self._sizes["heads"],
            hidden_size=self._sizes["width"],
            intermediate_size=4 * self._sizes["width"],
        )
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self._seed)
            network = BertModel(config).eval()
        return PretrainedModel(network, BertTokenizer(vocabulary, model_max_length=512))

    def save(self, data: None) -> NoReturn:
        """Refuses: there is no place to save to."""
        raise DatasetError("A random encoder is read-only.")

    def _exists(self) -> bool:
        return True

    def _describe(self) -> dict[str, Any]:
        return {**self._sizes, "seed": self._seed}


def _tokens() -> list[str]:
    characters = string.ascii_lowercase + string.digits
    texts = " ".join(review for sentiment in ADJECTIVES for review in all_reviews(sentiment))
    words = sorted(set(re.findall(r"[a-z]{2,}", texts.lower())))
    # behind a letter no mark is ever read as "##.", and yet BERT's vocabulary has them
    continued = [f"##{character}" for character in characters + string.punctuation]
    return [*SPECIAL_TOKENS, *string.punctuation, *characters, *continued, *words]

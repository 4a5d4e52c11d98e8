"""A byte-level BPE vocabulary of one's own texts."""

from collections.abc import Iterable

from transformers import PreTrainedTokenizerBase, RobertaTokenizer

# RoBERTa's special tokens, with the ids it gives them.
SPECIAL_TOKENS = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "<mask>": 4}


def train_byte_level_bpe(texts: Iterable[str], size: int, max_tokens: int) -> PreTrainedTokenizerBase:
    """A tokenizer of RoBERTa's kind with at most `size` tokens (Radford et al. 2019, section 2.2).

    It has no unknown token in practice: each of the 256 bytes is a token of its own. A text starts as if
    after a space, so that its first word has the token that it has anywhere else.
    """
    blank = RobertaTokenizer(vocab=SPECIAL_TOKENS, merges=[], add_prefix_space=True)
    tokenizer = blank.train_new_from_iterator(texts, vocab_size=size, show_progress=False)
    tokenizer.model_max_length = max_tokens
    return tokenizer

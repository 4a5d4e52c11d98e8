"""What a hostile review would try, and attention to it."""

import numpy as np

from review_sentiment.attention import Attention

# JSON, HTML, comments, attributes, line separators, control characters, text direction
HOSTILE = (
    "<script>document.title = 'run'</script> </script> <!-- <img src=x onerror=\"document.title='run'\"> "
    "]]> &amp; \" ' ` \u2028 \x07 \u202e {{ 7 * 7 }}"
)
HOSTILE_TOKENS = ("[CLS]", "<script>", "</script>", "<!--", '"\u2028\x07', "[SEP]")


def random_attention(layers, heads, length, tokens=None, seed=0):
    weights = np.random.default_rng(seed).random((layers, heads, length, length), dtype=np.float32) ** 8
    weights /= weights.sum(axis=-1, keepdims=True)
    tokens = tokens or tuple(f"t{i}" for i in range(length))
    return Attention(weights, tokens, 0.75, " ".join(tokens), tokens, np.arange(length))

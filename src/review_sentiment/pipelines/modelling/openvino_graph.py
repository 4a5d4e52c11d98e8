"""The classifiers of BERT and RoBERTa as graphs of OpenVINO's operations.

OpenVINO can convert any network that torch traces, too. With these two that took more than ten times as
long, as long as classifying some fifty long reviews, and what came of it was slower (docs/speed.md).
"""

from __future__ import annotations

from typing import Any

import torch
from openvino import Model, Node, Type
from openvino import opset15 as ops
from torch import Tensor, nn
from transformers import PretrainedConfig, PreTrainedModel

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.last_layer import LAID_OUT_AS_BERT
from review_sentiment.pipelines.modelling.quantization import quantize_rows

# added to the scores of padding; the smallest number of float32 would be infinite in bfloat16
PADDING_SCORE = torch.finfo(torch.bfloat16).min
# share of the layers, the first ones, that int8 leaves exact: two thirds of the squared error arose there
EXACT_SHARE = 1 / 3


def build_graph(classifier: PreTrainedModel, *, int8: bool) -> Model:
    """Token ids and their mask, (reviews, tokens) each, int64, to logits, (reviews, 2), float32.

    Args:
        classifier: of one of the architectures `LAID_OUT_AS_BERT`, whose memory the graph shares. Token types
            are all 0 and not asked for.
        int8: whether linear layers behind the first third of the layers have weights of 8 bits.

    Raises:
        ReviewSentimentError: the classifier is of another architecture, or has another activation.
    """
    _refuse_other_architectures(classifier.config)
    encoder: Any = classifier.base_model
    input_ids, mask = (ops.parameter([-1, -1], Type.i64, name) for name in ("input_ids", "attention_mask"))
    hidden = _embed(encoder, input_ids)
    padding = ops.convert(ops.equal(ops.unsqueeze(mask, [1, 2]), 0), Type.f32) * _number(PADDING_SCORE)
    *layers, last = encoder.encoder.layer
    exact = EXACT_SHARE * len(encoder.encoder.layer)
    for number, layer in enumerate(layers):
        rounded = int8 and number >= exact
        context = _attend(layer.attention.self, hidden, padding, rounded)
        hidden = _finish_layer(layer, context, hidden, rounded)
    context = _attend_from_first_token(last.attention.self, hidden, padding, int8)
    first = _finish_layer(last, context, _first_token(hidden), int8)
    return Model([_classify(classifier, first, int8)], [input_ids, mask])


def _refuse_other_architectures(config: PretrainedConfig) -> None:
    if config.model_type not in LAID_OUT_AS_BERT:
        reason = f"is a {config.model_type} and none of {', '.join(LAID_OUT_AS_BERT)}"
    elif config.hidden_act != "gelu":
        reason = f"has {config.hidden_act} in place of gelu"
    else:
        return
    raise ReviewSentimentError(
        f"`prediction.runtime` asks for openvino, and this classifier {reason}. Set it to torch."
    )


def _embed(encoder: Any, input_ids: Node) -> Node:
    """(reviews, tokens, width)."""
    embeddings = encoder.embeddings
    # all tokens are of type 0, whose vector can as well be added to each position's
    added = embeddings.position_embeddings.weight.float() + embeddings.token_type_embeddings.weight[0]
    words = ops.gather(_constant(embeddings.word_embeddings.weight), input_ids, 0)
    positions = ops.gather(_constant(added), _positions(encoder.config, input_ids), 0)
    return _normalize(words + positions, embeddings.LayerNorm)


def _positions(config: PretrainedConfig, input_ids: Node) -> Node:
    """BERT counts all tokens, (tokens,), RoBERTa real ones, from behind padding's, (reviews, tokens)."""
    if config.model_type == "bert":
        return ops.range(0, ops.gather(ops.shape_of(input_ids), 1, 0), 1, Type.i64)
    real = ops.convert(ops.not_equal(input_ids, config.pad_token_id), Type.i64)
    return ops.cumsum(real, 1) * real + config.pad_token_id


def _attend(attention: Any, hidden: Node, padding: Node, int8: bool) -> Node:
    """What the heads of a layer hand on, (reviews, tokens, width)."""
    heads = (attention.num_attention_heads, attention.attention_head_size)
    query, key, value = (
        _split(_linear(hidden, layer, int8), heads)
        for layer in (attention.query, attention.key, attention.value)
    )
    return _join(_dot_product_attention(query, key, value, padding, attention.scaling))


def _attend_from_first_token(attention: Any, hidden: Node, padding: Node, int8: bool) -> Node:
    """The same for the first token alone, (reviews, 1, width): its namesake in `last_layer` says how."""
    heads = (attention.num_attention_heads, attention.attention_head_size)
    query = _split(_linear(_first_token(hidden), attention.query, int8), heads)
    keys = _constant(attention.key.weight.unflatten(0, heads))  # (heads, width of a head, width)
    values = _constant(attention.value.weight.unflatten(0, heads))
    query = ops.squeeze(ops.matmul(query, keys, False, False), 2)  # (reviews, heads, width)
    seen = _dot_product_attention(query, hidden, hidden, ops.squeeze(padding, 1), attention.scaling)
    context = ops.matmul(ops.unsqueeze(seen, 2), values, False, True)
    return _join(context) + _constant(attention.value.bias)


def _dot_product_attention(queries: Node, keys: Node, values: Node, padding: Node, scaling: float) -> Node:
    """What queries see, (..., queries, width): the values' mean by attention weights.

    OpenVINO has one operation for this, which transposes the keys in a step of its own and so takes longer.
    """
    scores = ops.matmul(queries, keys, False, True) * _number(scaling)
    return ops.matmul(ops.softmax(scores + padding, -1), values, False, False)


def _split(tokens: Node, heads: tuple[int, int]) -> Node:
    """(reviews, tokens, width) to (reviews, heads, tokens, width of a head)."""
    return ops.transpose(ops.reshape(tokens, [0, 0, *heads], True), [0, 2, 1, 3])


def _join(heads: Node) -> Node:
    """(reviews, heads, tokens, width of a head) to (reviews, tokens, width)."""
    return ops.reshape(ops.transpose(heads, [0, 2, 1, 3]), [0, 0, -1], True)


def _finish_layer(layer: Any, context: Node, hidden: Node, int8: bool) -> Node:
    """What comes behind the attention, token by token: (reviews, tokens, width) throughout."""
    attended = _linear(context, layer.attention.output.dense, int8) + hidden
    attended = _normalize(attended, layer.attention.output.LayerNorm)
    inner = ops.gelu(_linear(attended, layer.intermediate.dense, int8), "erf")
    return _normalize(_linear(inner, layer.output.dense, int8) + attended, layer.output.LayerNorm)


def _first_token(hidden: Node) -> Node:
    return ops.gather(hidden, [0], 1)


def _classify(classifier: Any, first: Node, int8: bool) -> Node:
    """The logits, from the first token, (reviews, 1, width)."""
    head = classifier.classifier
    # BERT's head reads its pooler; RoBERTa's has the same layer of its own
    is_bert = classifier.config.model_type == "bert"
    dense, project = (classifier.base_model.pooler.dense, head) if is_bert else (head.dense, head.out_proj)
    return _linear(ops.tanh(_linear(ops.squeeze(first, 1), dense, int8)), project, int8)


def _normalize(hidden: Node, norm: nn.LayerNorm) -> Node:
    normal = ops.mvn(hidden, [-1], True, norm.eps, "inside_sqrt")
    return normal * _constant(norm.weight) + _constant(norm.bias)


def _linear(inputs: Node, layer: nn.Linear, int8: bool) -> Node:
    weight = _quantized(layer.weight) if int8 else _constant(layer.weight)
    return ops.matmul(inputs, weight, False, True) + _constant(layer.bias)


def _quantized(weight: Tensor) -> Node:
    """OpenVINO knows by these operations that it may multiply in int8."""
    values, zero_point, scale = quantize_rows(weight.detach().float().cpu())
    steps = ops.convert(_constant(values), Type.f32) - ops.convert(_constant(zero_point), Type.f32)
    return steps * _constant(scale)


def _constant(tensor: Tensor) -> Node:
    tensor = tensor.detach().cpu()
    if tensor.is_floating_point():
        tensor = tensor.float()
    return ops.constant(tensor.numpy(), shared_memory=True)  # keeps the tensor alive


def _number(value: float) -> Node:
    return ops.constant(value, Type.f32)

"""Whether the files of a model are what they should be, whoever made them: before and after loading."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kedro.io import DatasetError

from review_sentiment.annotations import PreTrainedModel
from review_sentiment.errors import show

# by which a configuration has transformers import code that lies beside it or in a repository
CODE_KEYS = ("auto_map", "custom_pipelines", "trust_remote_code")
# the names of attention's implementations; one with a slash would be a repository of compiled code
ATTENTION_KEYS = ("attn_implementation", "_attn_implementation")
MOST_NAMES = 3
# what the sizes of a network are called; most architectures have names of their own
SIZE_KEYS = (
    "vocab_size",
    "hidden_size",
    "intermediate_size",
    "type_vocab_size",
    "max_position_embeddings",
    "num_labels",
)
LAYER_KEYS = ("num_hidden_layers", "num_layers", "n_layers", "n_layer")
# a head or a pooler that the file lacks is far from doubling a network
MOST_TIMES_THE_FILE = 2


def check_files(directory: Path) -> None:
    """Refuses, before anything is built, a configuration that would run code or exceeds its weights.

    Raises:
        DatasetError: that, or a file is damaged.
    """
    for name in ("config.json", "tokenizer_config.json"):
        for key, value in _walk(_read_json(directory / name)):
            if (key in CODE_KEYS and value) or (key in ATTENTION_KEYS and "/" in str(value)):
                raise DatasetError(
                    f"{directory / name} would run code of its maker: {show(key)} is {show(value)}. Such a "
                    "model is not loaded; where transformers knows its architecture, delete that entry."
                )
    _check_sizes(directory, _read_json(directory / "config.json"))


def check_size(directory: Path, auto_class: Any) -> None:
    """Refuses a configuration of far more weights than there are, without memory for any of them.

    Args:
        directory: of configuration and weights.
        auto_class: transformers' class that is to build the network.

    Raises:
        DatasetError: that.
    """
    import torch
    from transformers import AutoConfig

    config = AutoConfig.from_pretrained(directory, local_files_only=True, trust_remote_code=False)
    with torch.device("meta"):
        described = sum(weight.numel() for weight in auto_class.from_config(config).parameters())
    held = sum(math.prod(shape) for shape in _read_shapes(directory))
    if described > MOST_TIMES_THE_FILE * held:
        raise DatasetError(
            f"{directory / 'config.json'} does not fit model.safetensors: it describes {described:,} "
            f"weights, and there are {held:,}."
        )


def check_network(directory: Path, network: PreTrainedModel, unexpected: set[str]) -> None:
    """Refuses a network with weights that are no numbers, or of which the configuration leaves layers out.

    Args:
        directory: where it comes from.
        network: as it was loaded.
        unexpected: names of the weights that were in the file and found no place.
    """
    import torch

    weights = network.state_dict()
    bad = [name for name, weight in weights.items() if not torch.isfinite(weight).all()]
    if bad:
        raise DatasetError(
            f"{directory} holds weights that are infinite or no numbers: {_enumerate(bad)}. Its training "
            "went wrong, or the file is damaged; take another."
        )
    kinds = {_kind(name) for name in weights}
    prefix = f"{network.base_model_prefix}."
    layers = sorted(name for name in unexpected if _kind(name.removeprefix(prefix)) in kinds)
    if layers:
        raise DatasetError(
            f"{directory / 'config.json'} says fewer layers than model.safetensors has: there is no place "
            f"for {_enumerate(layers)}."
        )


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"{path} is damaged: {error}") from error
    if not isinstance(content, dict):
        raise DatasetError(f"{path} is no configuration: it holds {show(content)}.")
    return content


def _walk(content: Any) -> Iterator[tuple[str, Any]]:
    """Every key and its value, at any depth."""
    if isinstance(content, dict):
        yield from content.items()
        content = list(content.values())
    if isinstance(content, list):
        for part in content:
            yield from _walk(part)


def _check_sizes(directory: Path, config: dict[str, Any]) -> None:
    """Refuses sizes that no weight has: a network of them could fill the memory before it fails."""
    shapes = _read_shapes(directory)
    most = {key: max((size for shape in shapes for size in shape), default=0) for key in SIZE_KEYS}
    for key, limit in {**most, **dict.fromkeys(LAYER_KEYS, len(shapes))}.items():
        value = config.get(key)
        if isinstance(value, int) and value > limit:
            raise DatasetError(
                f"{directory / 'config.json'} does not fit model.safetensors: `{key}` is {value:,}, "
                f"and its weights allow for {limit:,} at most."
            )


def _read_shapes(directory: Path) -> list[list[int]]:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(directory / "model.safetensors", framework="numpy") as weights:
            return [weights.get_slice(name).get_shape() for name in weights.keys()]  # noqa: SIM118
    except SafetensorError as error:
        raise DatasetError(f"{directory / 'model.safetensors'} is damaged: {error}") from error


def _kind(name: str) -> str:
    """The name of a weight with no number of a layer in it."""
    return re.sub(r"\b\d+\b", "#", name)


def _enumerate(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(map(show, names[:MOST_NAMES])) + (f" and {more:,} more" if more > 0 else "")

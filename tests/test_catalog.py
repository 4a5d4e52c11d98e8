import inspect
import re
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import get_type_hints

import pytest
from kedro.config import OmegaConfigLoader
from kedro.io import DataCatalog
from kedro.validation.type_extractor import TypeExtractor
from pydantic import BaseModel

from review_sentiment import settings
from review_sentiment.hooks.parameter_check import find_parameter_errors
from review_sentiment.pipeline_registry import register_pipelines

CONF = Path(__file__).parents[1] / "conf"
ENVIRONMENTS = sorted(path.name for path in CONF.iterdir() if path.is_dir() and path.name != "local")

PIPELINES = register_pipelines()
EVERYTHING = sum(PIPELINES.values())
PARAMETERS = {name for name in EVERYTHING.inputs() if name.startswith("params:")}
DATASETS = EVERYTHING.datasets() - PARAMETERS
OUTPUTS = EVERYTHING.all_outputs()

LAYERS = {
    "01_raw": "raw",
    "02_intermediate": "intermediate",
    "03_primary": "primary",
    "04_feature": "feature",
    "05_model_input": "model input",
    "06_models": "models",
    "07_model_output": "model output",
    "08_reporting": "reporting",
}
# Kedro checks no parameter of a plain type; our own check at the start of a run does.
PLAIN = {"params:seed", "params:seeds"}


def read_config(env):
    return OmegaConfigLoader(conf_source=str(CONF), env=env, **settings.CONFIG_LOADER_ARGS)


def open_catalog(env):
    return DataCatalog.from_config(read_config(env)["catalog"])


def find_paths(env):
    """Where each dataset of an environment is kept, for those that are kept in a file."""
    catalog = open_catalog(env)
    paths = {name: getattr(catalog.get(name), "_filepath", None) for name in DATASETS}
    return {name: PurePosixPath(path) for name, path in paths.items() if path}


@pytest.fixture(params=ENVIRONMENTS)
def env(request):
    return request.param


def test_there_are_environments():
    assert {"base", "test"} <= {*ENVIRONMENTS}


def test_every_dataset_is_in_the_catalog(env):
    catalog = open_catalog(env)
    assert {name for name in DATASETS if name not in catalog} == set()


def test_every_entry_of_the_catalog_is_used(env):
    resolver, entries = open_catalog(env).config_resolver, read_config(env)["catalog"]
    patterns = {name for name in entries if resolver.is_pattern(name)}
    explicit = set(entries) - patterns
    assert explicit - DATASETS == set()
    used = {resolver.match_dataset_pattern(name) for name in DATASETS - explicit}
    # where an environment has an entry for each dataset of a pattern of base, that pattern rests
    inherited = {} if env == "base" else read_config("base")["catalog"]
    resting = {name for name in patterns if entries[name] == inherited.get(name)}
    assert patterns - used - resting == set()


def test_what_is_learned_from_the_hub_is_pinned_to_a_commit():
    imdb = ("stanfordnlp/imdb", "e6281661ce1c48d982bc483cf8a173c1bbeb5d31")
    pinned = {
        "raw_reviews": imdb,
        "raw_unlabelled_reviews": imdb,
        "bert.checkpoint": ("bert-base-uncased", "86b5e0934494bd15c9632b12f734a8a67f723594"),
        "roberta.checkpoint": ("roberta-base", "e2da8e2f811d1448a5b465c236feacd80ffbac7b"),
    }
    catalog = open_catalog("full")
    described = {name: catalog.get(name)._describe() for name in pinned}
    assert {name: (found["repository"], found["commit"]) for name, found in described.items()} == pinned


def test_the_pattern_of_splits_takes_nothing_else(env):
    resolver = open_catalog(env).config_resolver
    explicit = set(read_config(env)["catalog"])
    taken = {
        name for name in DATASETS - explicit if resolver.match_dataset_pattern(name) == "{split}_reviews"
    }
    assert taken == {"train_reviews", "validation_reviews", "test_reviews"}


def test_no_parameter_is_taken_for_a_dataset(env):
    resolver = open_catalog(env).config_resolver
    assert {name: found for name in PARAMETERS if (found := resolver.match_dataset_pattern(name))} == {}


def test_every_dataset_of_base_has_the_layer_of_its_folder():
    catalog = open_catalog("base")
    # an encoder and what it is made of have none: the model input is made with its tokenizer, and layers are
    # not to go in a circle
    layered = [name for name in DATASETS if not name.endswith(("encoder", ".pretraining_checkpoints"))]
    layers = {name: catalog.get(name).metadata["kedro-viz"]["layer"] for name in layered}
    paths = find_paths("base")
    assert layers == {name: LAYERS[paths[name].parts[1]] for name in layered}


def test_no_layer_is_made_up(env):
    catalog = open_catalog(env)
    metadata = [catalog.get(name).metadata for name in DATASETS]
    layers = {entry["kedro-viz"]["layer"] for entry in metadata if entry}
    assert layers <= set(LAYERS.values())


def test_base_writes_below_its_layers_and_never_to_the_raw_data():
    paths = find_paths("base")
    assert set(paths) >= OUTPUTS
    wrong = {name: path for name, path in paths.items() if name in OUTPUTS and path.parts[1] == "01_raw"}
    assert wrong == {}


@pytest.mark.parametrize("env", [name for name in ENVIRONMENTS if name != "base"])
def test_another_environment_writes_to_its_own_folder(env):
    base, paths = find_paths("base"), find_paths(env)
    assert set(paths) >= OUTPUTS
    assert {name: paths[name] for name in OUTPUTS} == {
        name: PurePosixPath("data", env, *base[name].parts[1:]) for name in OUTPUTS
    }
    inputs = {name: path for name, path in paths.items() if name not in OUTPUTS}
    kept = {name for name in inputs if name.endswith("_checkpoints")}  # by a node, between runs
    assert {inputs[name].parts[:2] for name in kept} == {("data", env)}
    read = {name: path for name, path in inputs.items() if name not in kept}
    assert {name: path for name, path in read.items() if path.parts[:2] != ("data", "01_raw")} == {}


def test_no_two_datasets_share_a_file(env):
    paths = find_paths(env)
    counts = Counter(paths[name] for name in OUTPUTS)
    assert {path for path, count in counts.items() if count > 1} == set()


@pytest.mark.parametrize(
    "kind", [r"\.classifier$", r"\.metrics$", r"training_history$", r"FigureDataset", r"HtmlDataset"]
)
def test_what_is_compared_between_runs_is_versioned(kind):
    catalog = open_catalog("base")
    datasets = {name: catalog.get(name) for name in DATASETS}
    chosen = {name for name, found in datasets.items() if re.search(kind, f"{type(found).__name__} {name}")}
    assert chosen
    assert {name for name in chosen if datasets[name]._version is None} == set()


def test_the_parameters_of_every_environment_pass_the_check(env):
    assert find_parameter_errors(read_config(env)["parameters"], PIPELINES) == []


# A name that an annotation needs and that is imported for type checkers alone leaves every parameter of
# that function unchecked, without a word (see review_sentiment.annotations).
def test_every_group_of_parameters_has_a_type_that_kedro_checks():
    types = TypeExtractor(PIPELINES).extract_types_from_pipelines()
    unchecked = {name for name in PARAMETERS if name.removeprefix("params:") not in types}
    assert unchecked == PLAIN
    assert {name for name, found in types.items() if not issubclass(found, BaseModel)} == set()


def test_every_node_that_takes_a_group_of_parameters_says_its_type():
    untyped = []
    for node in EVERYTHING.nodes:
        hints = get_type_hints(node.func)
        taken = zip(node.inputs, inspect.signature(node.func).parameters, strict=False)
        untyped += [
            node.name for name, argument in taken if name.startswith("params:") and argument not in hints
        ]
    assert untyped == []


def test_every_group_of_parameters_refuses_unknown_keys_and_cannot_be_changed():
    types = TypeExtractor(PIPELINES).extract_types_from_pipelines()
    lax = [
        found
        for found in types.values()
        if found.model_config.get("extra") != "forbid" or not found.model_config.get("frozen")
    ]
    assert lax == []


def test_no_environment_trains_encoders_further_and_each_has_the_masks_of_its_paper(env):
    parameters = read_config(env)["parameters"]
    found = {name: parameters[name]["masked_language_model"] for name in ("bert", "roberta")}
    assert {name: recipe["masking"] for name, recipe in found.items()} == {
        "bert": "static",
        "roberta": "dynamic",
    }
    assert not any(recipe["enabled"] for recipe in found.values())


def test_an_environment_s_parameters_are_merged_into_those_of_base():
    training = read_config("test")["parameters"]["bert"]["training"]
    assert training["batch_size"] == 8
    assert training["weight_decay"] == read_config("base")["parameters"]["bert"]["training"]["weight_decay"]

import json

import pytest
from kedro.io import DatasetError, Version

from review_sentiment.datasets import PretrainedModelDataset, RandomBertDataset
from review_sentiment.pretrained_model import PretrainedModel

TEXT = "The plot was really dull."
EARLY, LATE = "2026-01-01T00.00.00.000Z", "2026-01-02T00.00.00.000Z"


@pytest.fixture
def encoder():
    return RandomBertDataset().load()


@pytest.fixture
def classifier(encoder):
    import torch
    from transformers import BertForSequenceClassification

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = BertForSequenceClassification(encoder.network.config).eval()
    return PretrainedModel(network, encoder.tokenizer)


@pytest.fixture
def directory(tmp_path):
    return tmp_path / "models" / "encoder"


@pytest.fixture
def dataset(directory):
    return PretrainedModelDataset(filepath=str(directory))


def read(model):
    """What the network makes of one text: its first output."""
    import torch

    with torch.inference_mode():
        return model.network(**model.tokenizer(TEXT, return_tensors="pt"))[0]


def same(one, other):
    import torch

    return torch.equal(read(one), read(other))


def names(directory):
    return {path.name for path in directory.rglob("*")}


def change_config(directory, **values):
    path = directory / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def test_an_encoder_is_loaded_as_it_was_saved(dataset, encoder):
    dataset.save(encoder)
    loaded = dataset.load()
    assert read(loaded).shape == (1, 8, 16)
    assert same(loaded, encoder)
    assert loaded.tokenizer(TEXT) == encoder.tokenizer(TEXT)
    assert loaded.tokenizer.model_max_length == 512


def test_a_classifier_is_loaded_as_it_was_saved(directory, classifier):
    dataset = PretrainedModelDataset(filepath=str(directory), head="classification")
    dataset.save(classifier)
    assert read(dataset.load()).shape == (1, 2)
    assert same(dataset.load(), classifier)


def test_the_directory_holds_safetensors_and_no_pickle(dataset, directory, encoder):
    dataset.save(encoder)
    expected = {"config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"}
    assert names(directory) == expected
    assert names(directory.parent) == {"encoder"} | expected


def test_plain_transformers_opens_what_is_saved(dataset, directory, encoder):
    from transformers import AutoModel, AutoTokenizer

    dataset.save(encoder)
    network = AutoModel.from_pretrained(directory, local_files_only=True).eval()
    tokenizer = AutoTokenizer.from_pretrained(directory, local_files_only=True)
    assert same(PretrainedModel(network, tokenizer), encoder)


def test_networks_are_loaded_for_use_in_single_precision(dataset, encoder):
    import torch

    encoder.network.train().to(torch.bfloat16)
    dataset.save(encoder)
    network = dataset.load().network
    assert not network.training
    assert {weight.dtype for weight in network.parameters()} == {torch.float32}


def test_versions_are_kept_and_the_latest_is_loaded(directory, encoder):
    latest = PretrainedModelDataset(filepath=str(directory), version=Version(None, None))
    assert not latest.exists()
    other = RandomBertDataset(seed=1).load()
    for version, model in ((EARLY, other), (LATE, encoder)):
        PretrainedModelDataset(filepath=str(directory), version=Version(None, version)).save(model)
        assert (directory / version / "encoder" / "model.safetensors").is_file()
    assert latest.exists()
    assert same(latest.load(), encoder)
    early = PretrainedModelDataset(filepath=str(directory), version=Version(EARLY, None))
    assert same(early.load(), other)


def test_a_version_is_never_overwritten(directory, encoder):
    dataset = PretrainedModelDataset(filepath=str(directory), version=Version(None, EARLY))
    dataset.save(encoder)
    with pytest.raises(DatasetError, match="must not exist if versioning is enabled"):
        dataset.save(RandomBertDataset(seed=1).load())
    assert same(dataset.load(), encoder)


def test_a_missing_directory_is_refused_with_what_fetches_it(dataset, directory):
    with pytest.raises(DatasetError, match=f"no model in {directory}.\n`make data` fetches"):
        dataset.load()


def test_an_empty_directory_is_refused_with_all_it_lacks(dataset, directory):
    directory.mkdir(parents=True)
    lacks = "config.json, model.safetensors, tokenizer_config.json"
    with pytest.raises(DatasetError, match=f"{directory} is no saved model: it lacks {lacks}"):
        dataset.load()


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer_config.json"])
def test_a_missing_file_is_refused_by_its_name(dataset, directory, encoder, name):
    dataset.save(encoder)
    (directory / name).unlink()
    with pytest.raises(DatasetError, match=f"is no saved model: it lacks {name}\\.$"):
        dataset.load()


def test_a_pickle_of_weights_is_not_loaded(dataset, directory, encoder):
    import torch

    dataset.save(encoder)
    (directory / "model.safetensors").unlink()
    torch.save(encoder.network.state_dict(), directory / "pytorch_model.bin")
    with pytest.raises(DatasetError, match=r"it lacks model\.safetensors"):
        dataset.load()


def drop_weight(directory, name):
    from safetensors.torch import load_file, save_file

    weights = load_file(directory / "model.safetensors")
    del weights[name]
    save_file(weights, directory / "model.safetensors", metadata={"format": "pt"})


def test_a_directory_that_lacks_a_weight_is_refused(dataset, directory, encoder):
    name = "encoder.layer.1.output.dense.weight"
    dataset.save(encoder)
    drop_weight(directory, name)
    with pytest.raises(DatasetError, match=f"{directory} lacks weights of its network: {name}"):
        dataset.load()


def test_a_pooler_that_is_not_there_is_not_made_up(dataset, directory, encoder):
    dataset.save(encoder)
    drop_weight(directory, "pooler.dense.weight")
    loaded = dataset.load()
    assert loaded.network.pooler is None
    assert same(loaded, encoder)


def test_an_encoder_is_no_classifier(dataset, directory, encoder):
    dataset.save(encoder)
    expected = "lacks weights of its network: classifier"
    with pytest.raises(DatasetError, match=expected):
        PretrainedModelDataset(filepath=str(directory), head="classification").load()


def test_code_beside_the_weights_is_not_run(dataset, directory, encoder):
    dataset.save(encoder)
    (directory / "custom.py").write_text("raise RuntimeError('this code was run')\n")
    change_config(directory, auto_map={"AutoModel": "custom.Network", "AutoConfig": "custom.Config"})
    assert same(dataset.load(), encoder)
    change_config(directory, model_type="custom")
    with pytest.raises(DatasetError, match="trust_remote_code"):
        dataset.load()


def test_an_unknown_head_is_refused():
    with pytest.raises(DatasetError, match="`head` is 'regression'; it can be none or classification"):
        PretrainedModelDataset(filepath="encoder", head="regression")


def test_the_verbosity_of_transformers_is_left_as_it_was(dataset, encoder):
    from transformers.utils import logging

    before = logging.get_verbosity()
    logging.set_verbosity(logging.INFO)
    try:
        dataset.save(encoder)
        dataset.load()
        assert logging.get_verbosity() == logging.INFO
    finally:
        logging.set_verbosity(before)


def test_progress_bars_that_were_off_stay_off(dataset, encoder):
    from transformers.utils import logging

    before = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        dataset.save(encoder)
        assert not logging.is_progress_bar_enabled()
    finally:
        if before:
            logging.enable_progress_bar()


def test_the_dataset_says_what_it_keeps():
    described = str(PretrainedModelDataset(filepath="models/encoder", head="classification"))
    assert "models/encoder" in described
    assert "head='classification'" in described

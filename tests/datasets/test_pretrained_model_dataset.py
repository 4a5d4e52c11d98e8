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


def change_json(path, **values):
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


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("config.json", {"auto_map": {"AutoModel": "custom.Network"}}),
        ("config.json", {"text_config": [{"auto_map": {"AutoConfig": "custom.Config"}}]}),
        ("config.json", {"trust_remote_code": True}),
        ("config.json", {"attn_implementation": "someone/kernel"}),
        ("config.json", {"_attn_implementation": {"": "someone/kernel"}}),
        ("tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["custom.Tokenizer", None]}}),
    ],
)
def test_a_configuration_that_would_run_code_is_refused(dataset, directory, encoder, name, entry):
    dataset.save(encoder)
    (directory / "custom.py").write_text("raise RuntimeError('this code was run')\n")
    change_json(directory / name, **entry)
    with pytest.raises(DatasetError, match=rf"{name} would run code of its maker: '\w+' is "):
        dataset.load()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"model_type": "custom"}, "cannot be loaded: .* model type `custom`"),
        ({"vocab_size": 10**9}, r"`vocab_size` is 1,000,000,000, and its weights allow for 512 at most"),
        ({"max_position_embeddings": 10**9}, r"`max_position_embeddings` is 1,000,000,000, and its weights"),
        ({"num_labels": 10**9}, r"`num_labels` is 1,000,000,000, and its weights allow for 512 at most"),
        ({"num_hidden_layers": 10**9}, r"`num_hidden_layers` is 1,000,000,000, and its weights allow for 39"),
        ({"hidden_size": 512}, r"does not fit model.safetensors: it describes [\d,]+ weights, and there are"),
        ({"model_type": "distilbert", "dim": 512}, r"it describes [\d,]+ weights, and there are"),
        ({"model_type": "distilbert", "n_layers": 10**9}, r"`n_layers` is 1,000,000,000, and its weights"),
        ({"hidden_size": 24}, "its weights do not have the shapes that config.json says"),
        ({"vocab_size": 140}, "its weights do not have the shapes that config.json says"),
        ({"num_hidden_layers": 1}, r"fewer layers than .*: there is no place for .*layer\.1\."),
        ({"num_hidden_layers": 3}, r"lacks weights of its network: encoder\.layer\.2\."),
        ({"hidden_act": "custom"}, "cannot be loaded: 'custom'"),
        ({"vocab_size": "135"}, "cannot be loaded: "),
        ({"vocab_size": -135}, "cannot be loaded: "),
    ],
)
def test_a_configuration_that_does_not_fit_is_refused(dataset, directory, encoder, values, message):
    dataset.save(encoder)
    change_json(directory / "config.json", **values)
    with pytest.raises(DatasetError, match=message) as refusal:
        dataset.load()
    assert "Failed while loading" not in str(refusal.value)  # Kedro's word for an error that nobody foresaw


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_weights_that_are_not_finite_are_refused_by_name(dataset, directory, encoder, value):
    import torch

    with torch.no_grad():
        encoder.network.encoder.layer[1].output.dense.weight[3, 5] = value
    dataset.save(encoder)
    expected = (
        f"{directory} holds weights that are infinite or no numbers: 'encoder.layer.1.output.dense.weight'"
    )
    with pytest.raises(DatasetError, match=expected):
        dataset.load()


def test_a_tokenizer_of_another_model_is_refused(dataset, directory, encoder):
    size = len(encoder.tokenizer)
    encoder.tokenizer.add_tokens(["wonderfullest"])
    dataset.save(encoder)
    expected = rf"has a tokenizer of {size + 1} tokens, and config\.json says {size}"
    with pytest.raises(DatasetError, match=expected):
        dataset.load()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("config.json", b"{"),
        ("config.json", b"\xff"),
        ("config.json", b"[" * 100_000),
        ("config.json", b"[]"),
        ("model.safetensors", b""),
        ("model.safetensors", b"\x80\x02}q\x00."),
        ("model.safetensors", (2**63).to_bytes(8, "little") + b"{}"),
        ("tokenizer_config.json", b"no JSON"),
        ("tokenizer.json", b"no JSON"),
    ],
)
def test_a_damaged_file_is_refused(dataset, directory, encoder, name, content):
    dataset.save(encoder)
    (directory / name).write_bytes(content)
    with pytest.raises(DatasetError, match=r"is damaged|is no configuration|cannot be loaded") as refusal:
        dataset.load()
    assert str(directory) in str(refusal.value)
    assert "Failed while loading" not in str(refusal.value)


def test_a_version_does_not_lead_out_of_the_directory(directory, encoder):
    version = Version("../../elsewhere", "../../elsewhere")
    dataset = PretrainedModelDataset(filepath=str(directory), version=version)
    with pytest.raises(DatasetError, match="is not allowed"):
        dataset.load()
    with pytest.raises(DatasetError, match="is not allowed"):
        dataset.save(encoder)
    assert list(directory.parent.parent.iterdir()) == []


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

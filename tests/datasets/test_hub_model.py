import hub_repositories
import pytest
from kedro.io import DatasetError

from review_sentiment.datasets import HubModelDataset, PretrainedModelDataset

COMMIT = "0123456789abcdef0123456789abcdef01234567"
TEXT = "The plot was really dull."


@pytest.fixture
def bert(hub, tmp_path, tiny_encoder):
    """The encoder of a tiny `bert-base-uncased` that is on the Hub."""
    sizes = hub_repositories.TINY | {"vocab_size": len(tiny_encoder.tokenizer)}
    hub.add("bert-base-uncased", COMMIT, tmp_path / "bert")
    return hub_repositories.write_bert(tmp_path / "bert", tiny_encoder.tokenizer, **sizes)


@pytest.fixture
def roberta(hub, tmp_path, tiny_roberta):
    """The encoder of a tiny `roberta-base` that is on the Hub."""
    sizes = hub_repositories.TINY | {"vocab_size": len(tiny_roberta.tokenizer)}
    hub.add("roberta-base", COMMIT, tmp_path / "roberta")
    return hub_repositories.write_roberta(tmp_path / "roberta", tiny_roberta.tokenizer, **sizes)


def load(repository):
    return HubModelDataset(repository=repository, commit=COMMIT).load()


def read(network, tokens):
    """What a network makes of the tokens: a vector for each, (1, tokens, width)."""
    import torch

    with torch.inference_mode():
        return network(**tokens).last_hidden_state


def assert_same_weights(network, original):
    import torch

    weights, expected = network.state_dict(), original.state_dict()
    assert set(weights) == set(expected)
    assert [name for name in weights if not torch.equal(weights[name], expected[name])] == []


def test_an_old_bert_is_loaded_with_all_its_weights(bert, tiny_encoder):
    loaded = load("bert-base-uncased")
    assert type(loaded.network).__name__ == "BertModel"
    assert_same_weights(loaded.network, bert)
    tokens = tiny_encoder.tokenizer(TEXT, return_tensors="pt")
    assert read(loaded.network, tokens).equal(read(bert, tokens))


def test_an_old_roberta_is_loaded_with_all_its_weights_and_no_pooler(roberta, tiny_roberta):
    loaded = load("roberta-base")
    assert type(loaded.network).__name__ == "RobertaModel"
    assert loaded.network.pooler is None
    assert_same_weights(loaded.network, roberta)
    tokens = tiny_roberta.tokenizer(TEXT, return_tensors="pt")
    assert read(loaded.network, tokens).equal(read(roberta, tokens))


def test_an_old_bert_s_tokenizer_reads_as_the_one_it_was_made_of(bert, tiny_encoder):
    tokenizer = load("bert-base-uncased").tokenizer
    assert tokenizer(TEXT).tokens() == ["[CLS]", "the", "plot", "was", "really", "dull", ".", "[SEP]"]
    assert tokenizer(TEXT)["input_ids"] == tiny_encoder.tokenizer(TEXT)["input_ids"]
    assert tokenizer.model_max_length == 512


def test_an_old_roberta_s_tokenizer_reads_as_its_vocabulary_and_merges_say(roberta, tmp_path):
    from tokenizers import ByteLevelBPETokenizer

    files = [str(tmp_path / "roberta" / name) for name in ("vocab.json", "merges.txt")]
    tokenizer = load("roberta-base").tokenizer
    ids = tokenizer(TEXT)["input_ids"]
    assert ids == [0, *ByteLevelBPETokenizer.from_file(*files).encode(TEXT).ids, 2]
    assert tokenizer.decode(ids, skip_special_tokens=True) == TEXT
    assert (tokenizer.pad_token_id, tokenizer.mask_token, tokenizer.model_max_length) == (1, "<mask>", 512)


@pytest.mark.parametrize("repository", ["bert-base-uncased", "roberta-base"])
def test_an_old_encoder_that_is_saved_reads_as_before(bert, roberta, tmp_path, repository):
    first = load(repository)
    dataset = PretrainedModelDataset(filepath=str(tmp_path / "encoder"))
    dataset.save(first)
    second = dataset.load()
    assert second.tokenizer(TEXT)["input_ids"] == first.tokenizer(TEXT)["input_ids"]
    assert second.tokenizer.model_max_length == 512
    assert_same_weights(second.network, first.network)


def test_old_encoders_read_512_tokens(bert, roberta):
    for repository in ("bert-base-uncased", "roberta-base"):
        model = load(repository)
        tokens = model.tokenizer("dull " * 600, truncation=True, max_length=512, return_tensors="pt")
        assert read(model.network, tokens).shape == (1, 512, 16)


@pytest.mark.parametrize("repository", ["bert-base-uncased", "roberta-base"])
def test_an_old_encoder_becomes_a_classifier_of_our_labels(bert, roberta, repository):
    from review_sentiment.pipelines.modelling.classifier import build_classifier

    encoder = load(repository).network
    assert encoder.config.id2label == {0: "LABEL_0", 1: "LABEL_1"}
    classifier = build_classifier(encoder)
    assert classifier.config.id2label == {0: "negative", 1: "positive"}
    assert_same_weights(classifier.base_model, {"b": bert, "r": roberta}[repository[0]])


def test_nothing_but_safetensors_configuration_and_tokenizer_is_downloaded(hub, bert, roberta):
    load("bert-base-uncased")
    always = {"config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"}
    assert hub.files == always | {"vocab.txt"}
    hub.requests.clear()
    load("roberta-base")
    assert hub.files == always | {"vocab.json", "merges.txt"}


def test_a_repository_of_pickles_is_refused(hub, bert, tmp_path):
    (tmp_path / "bert" / "model.safetensors").unlink()
    with pytest.raises(DatasetError, match=r"did not give it: it has no .*model\.safetensors"):
        load("bert-base-uncased")
    assert "pytorch_model.bin" not in hub.files


def test_a_model_exists_where_it_can_be_downloaded_or_was(hub, bert):
    dataset = HubModelDataset(repository="bert-base-uncased", commit=COMMIT)
    assert dataset.exists()
    assert hub.files == set()
    dataset.load()
    hub.repositories.clear()
    assert dataset.exists()
    assert not HubModelDataset(repository="roberta-base", commit=COMMIT).exists()


def test_a_branch_is_refused():
    with pytest.raises(DatasetError, match="`commit` of roberta-base is 'main'"):
        HubModelDataset(repository="roberta-base", commit="main")


def test_a_model_of_the_hub_is_never_written(tiny_encoder):
    with pytest.raises(DatasetError, match="A model of the Hub is read-only"):
        HubModelDataset(repository="roberta-base", commit=COMMIT).save(tiny_encoder)


def test_the_dataset_says_what_it_loads():
    described = str(HubModelDataset(repository="roberta-base", commit=COMMIT))
    assert f"repository=roberta-base, commit={COMMIT}" in described.replace("'", "")

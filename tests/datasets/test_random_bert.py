import pytest
from kedro.io import DatasetError

from review_sentiment.datasets import RandomBertDataset, SyntheticReviewsDataset


def test_the_network_has_the_sizes_that_are_asked_for():
    config = RandomBertDataset(layers=3, heads=4, width=8).load().network.config
    sizes = (config.num_hidden_layers, config.num_attention_heads, config.hidden_size)
    assert (config.model_type, *sizes, config.intermediate_size) == ("bert", 3, 4, 8, 32)


def test_the_network_is_ready_to_be_used_with_its_tokenizer():
    model = RandomBertDataset().load()
    assert not model.network.training
    assert model.network.config.vocab_size == len(model.tokenizer)
    output = model.network(**model.tokenizer("Dull.", return_tensors="pt"))
    assert output.last_hidden_state.shape == (1, 4, 16)  # [CLS] dull . [SEP]


def weights(seed):
    return RandomBertDataset(seed=seed).load().network.embeddings.word_embeddings.weight


def test_the_seed_decides_the_weights():
    import torch

    assert torch.equal(weights(seed=0), weights(seed=0))
    assert not torch.equal(weights(seed=0), weights(seed=1))


def test_loading_draws_nothing_from_the_runs_own_random_numbers():
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        expected = torch.rand(1)
        torch.manual_seed(7)
        RandomBertDataset().load()
        assert torch.rand(1) == expected


def test_words_of_synthetic_reviews_are_tokens():
    tokenizer = RandomBertDataset().load().tokenizer
    expected = ["[CLS]", "the", "plot", "was", "really", "dull", ".", "[SEP]"]
    assert tokenizer("The plot was really DULL.").tokens() == expected
    for review in SyntheticReviewsDataset(rows=40).load()["review"]:
        words = review.lower().replace(".", " .").split()
        assert tokenizer.tokenize(review) == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("film", ["film"]),
        ("odd", ["o", "##d", "##d"]),
        ("8/10", ["8", "/", "1", "##0"]),
        ("\u2603", ["[UNK]"]),
    ],
)
def test_other_words_are_spelled(text, expected):
    assert RandomBertDataset().load().tokenizer.tokenize(text) == expected


def test_special_tokens_have_the_first_places():
    tokenizer = RandomBertDataset().load().tokenizer
    assert tokenizer.convert_ids_to_tokens([0, 1, 2, 3, 4]) == ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    assert tokenizer.model_max_length == 512


def test_a_width_that_heads_do_not_divide_is_refused():
    with pytest.raises(DatasetError, match=r"hidden size \(15\) is not a multiple"):
        RandomBertDataset(width=15, heads=2).load()


def test_a_random_encoder_is_always_there_and_never_written():
    dataset = RandomBertDataset()
    assert dataset.exists()
    with pytest.raises(DatasetError, match="A random encoder is read-only"):
        dataset.save(dataset.load())


def test_the_dataset_says_what_it_makes():
    assert "layers=2, heads=2, width=16, seed=5" in str(RandomBertDataset(seed=5))

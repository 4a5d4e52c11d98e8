"""Repositories as the Hub has them, but tiny: old checkpoints with what lies around them, and IMDB."""

import json

import pandas as pd

# What stands beside the weights in bert-base-uncased and roberta-base and must not be downloaded.
LITTER = (
    "pytorch_model.bin",
    "tf_model.h5",
    "rust_model.ot",
    "model.onnx",
    "modeling_custom.py",
    "README.md",
    ".gitattributes",
    "coreml/fill-mask/model.mlpackage/Manifest.json",
    "onnx/config.json",
    "onnx/model.safetensors",
)
BERT_CONFIG = {
    "architectures": ["BertForMaskedLM"],
    "attention_probs_dropout_prob": 0.1,
    "gradient_checkpointing": False,
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1,
    "hidden_size": 768,
    "initializer_range": 0.02,
    "intermediate_size": 3072,
    "layer_norm_eps": 1e-12,
    "max_position_embeddings": 512,
    "model_type": "bert",
    "num_attention_heads": 12,
    "num_hidden_layers": 12,
    "pad_token_id": 0,
    "position_embedding_type": "absolute",
    "transformers_version": "4.6.0.dev0",
    "type_vocab_size": 2,
    "use_cache": True,
    "vocab_size": 30522,
}
ROBERTA_CONFIG = {
    "architectures": ["RobertaForMaskedLM"],
    "attention_probs_dropout_prob": 0.1,
    "bos_token_id": 0,
    "eos_token_id": 2,
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1,
    "hidden_size": 768,
    "initializer_range": 0.02,
    "intermediate_size": 3072,
    "layer_norm_eps": 1e-05,
    "max_position_embeddings": 514,
    "model_type": "roberta",
    "num_attention_heads": 12,
    "num_hidden_layers": 12,
    "pad_token_id": 1,
    "type_vocab_size": 1,
    "vocab_size": 50265,
}
TINY = {"hidden_size": 16, "intermediate_size": 64, "num_attention_heads": 2, "num_hidden_layers": 2}


def write_bert(directory, tokenizer, **sizes):
    """A directory like bert-base-uncased; returns the encoder whose weights are in it."""
    from transformers import BertForPreTraining

    config = BERT_CONFIG | sizes
    network = draw(BertForPreTraining, config)
    weights = network.state_dict()
    del weights["cls.predictions.decoder.weight"]  # the word embeddings
    del weights["cls.predictions.decoder.bias"]  # cls.predictions.bias
    old_names = {"LayerNorm.weight": "LayerNorm.gamma", "LayerNorm.bias": "LayerNorm.beta"}
    for new, old in old_names.items():
        weights = {name.replace(new, old): weight for name, weight in weights.items()}
    write_weights(directory, config, weights)
    vocabulary = sorted(tokenizer.get_vocab(), key=tokenizer.get_vocab().get)
    (directory / "vocab.txt").write_text("\n".join(vocabulary) + "\n")
    (directory / "tokenizer.json").write_text(tokenizer.backend_tokenizer.to_str())
    write_json(directory / "tokenizer_config.json", {"do_lower_case": True, "model_max_length": 512})
    return network.bert


def write_roberta(directory, tokenizer, **sizes):
    """A directory like roberta-base; returns the encoder whose weights are in it."""
    import torch
    from transformers import RobertaForMaskedLM

    config = ROBERTA_CONFIG | sizes
    network = draw(RobertaForMaskedLM, config)
    weights = network.state_dict()
    del weights["lm_head.decoder.weight"]  # the word embeddings
    del weights["lm_head.decoder.bias"]  # lm_head.bias
    # no weight, and no longer kept by transformers
    weights["roberta.embeddings.position_ids"] = torch.arange(config["max_position_embeddings"])[None]
    write_weights(directory, config, weights)
    parts = json.loads(tokenizer.backend_tokenizer.to_str())
    for part in ("pre_tokenizer", "post_processor"):  # a text's first word is not one behind a space
        parts[part]["add_prefix_space"] = False
    write_json(directory / "vocab.json", parts["model"]["vocab"])
    merges = [" ".join(pair) for pair in parts["model"]["merges"]]
    (directory / "merges.txt").write_text("\n".join(["#version: 0.2", *merges, ""]))
    write_json(directory / "tokenizer.json", parts)
    write_json(directory / "tokenizer_config.json", {"model_max_length": 512})
    return network.roberta


def write_imdb(directory, reviews, unlabelled):
    """A directory like stanfordnlp/imdb: half of the reviews to learn from, half to measure on."""
    folder = directory / "plain_text"
    folder.mkdir(parents=True)
    labels = reviews["sentiment"].map({"negative": 0, "positive": 1})
    table = pd.DataFrame({"text": reviews["review"], "label": labels})
    half = len(table) // 2
    parts = {
        "train": table[:half],
        "test": table[half:],
        "unsupervised": pd.DataFrame({"text": unlabelled, "label": -1}),
    }
    for name, part in parts.items():
        part.to_parquet(folder / f"{name}-00000-of-00001.parquet", index=False)
    (directory / "README.md").write_text("IMDB")
    (directory / "imdb.py").write_text("raise RuntimeError('this code was run')\n")


def draw(kind, config):
    """A network with random weights, the layer norms' and biases too, so that a lost one shows."""
    import torch

    with torch.random.fork_rng(devices=[]), torch.no_grad():
        torch.manual_seed(0)
        network = kind(kind.config_class(**config)).eval()
        for weight in network.parameters():
            if weight.dim() == 1:
                weight.add_(torch.randn_like(weight), alpha=0.1)
    return network


def write_weights(directory, config, weights):
    from safetensors.torch import save_file

    for name in LITTER:
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text("this is not to be read")
    weights = {name: weight.contiguous() for name, weight in weights.items()}
    save_file(weights, directory / "model.safetensors", metadata={"format": "pt"})
    write_json(directory / "config.json", config)


def write_json(path, content):
    path.write_text(json.dumps(content))

"""Encoders and classifiers as transformers keeps them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any, Literal

from kedro.io import AbstractVersionedDataset, DatasetError, Version

from review_sentiment.datasets.model_files import check_files, check_network, check_size
from review_sentiment.pretrained_model import PretrainedModel
from review_sentiment.quiet import quiet_transformers

REQUIRED_FILES = ("config.json", "model.safetensors", "tokenizer_config.json")
AUTO_CLASSES = {"none": "AutoModel", "classification": "AutoModelForSequenceClassification"}


class PretrainedModelDataset(AbstractVersionedDataset[PretrainedModel, PretrainedModel]):
    """A directory of `save_pretrained`: configuration, tokenizer and weights as safetensors.

    What it saves, plain `AutoModel….from_pretrained` opens. It loads nothing but safetensors, refuses a
    configuration that would run code, weights that are not finite or do not fit the configuration, and asks
    no network.

    Args:
        filepath: the directory.
        head: what the network has on top of the encoder: "none" or "classification".
        version: Kedro's, for `versioned: true`.
        metadata: Kedro-Viz's, unused here.
    """

    def __init__(
        self,
        *,
        filepath: str,
        head: Literal["none", "classification"] = "none",
        version: Version | None = None,
        metadata: dict[str, Any] | None = None,
    ):
        super().__init__(
            filepath=PurePosixPath(filepath),
            version=version,
            exists_function=lambda path: (Path(path) / "config.json").is_file(),
        )
        if head not in AUTO_CLASSES:
            raise DatasetError(f"`head` is {head!r}; it can be {' or '.join(AUTO_CLASSES)}.")
        self._head = head
        self.metadata = metadata

    def load(self) -> PretrainedModel:
        """The network in evaluation mode, float32, on the CPU, and its tokenizer."""
        directory = Path(self._get_load_path())
        if not directory.is_dir():
            raise DatasetError(
                f"There is no model in {directory}.\n`make data` fetches the sample's checkpoint; "
                "`kedro run` makes encoders and classifiers."
            )
        missing = [name for name in REQUIRED_FILES if not (directory / name).is_file()]
        if missing:
            raise DatasetError(f"{directory} is no saved model: it lacks {', '.join(missing)}.")
        check_files(directory)
        network, tokenizer, report = self._open(directory)
        check_network(directory, network, set(report["unexpected_keys"]))
        made_up = {key for key in report["missing_keys"] if key.startswith("pooler.")}
        if made_up:  # transformers draws a missing pooler at random; whoever needs one draws it from a seed
            network.pooler = None
        lost = set(report["missing_keys"]) - made_up
        if lost:
            raise DatasetError(f"{directory} lacks weights of its network: {', '.join(sorted(lost))}.")
        if len(tokenizer) > network.config.vocab_size:
            raise DatasetError(
                f"{directory} has a tokenizer of {len(tokenizer):,} tokens, and config.json says "
                f"{network.config.vocab_size:,}: they do not belong together."
            )
        return PretrainedModel(network, tokenizer)

    def _open(self, directory: Path) -> tuple[Any, Any, dict[str, Any]]:
        """The network, the tokenizer, and what transformers found of the former's weights."""
        options = {"local_files_only": True, "trust_remote_code": False}
        try:
            with quiet_transformers() as transformers:
                auto_class = getattr(transformers, AUTO_CLASSES[self._head])
                check_size(directory, auto_class)
                network, report = auto_class.from_pretrained(
                    directory, use_safetensors=True, dtype="float32", output_loading_info=True, **options
                )
                tokenizer = transformers.AutoTokenizer.from_pretrained(directory, **options)
        except DatasetError:
            raise
        except Exception as error:  # of many kinds: a stranger's configuration fails anywhere
            wrong_shapes = "ignore_mismatched_sizes" in str(error)
            reason = "its weights do not have the shapes that config.json says" if wrong_shapes else error
            raise DatasetError(f"{directory} cannot be loaded: {reason}.") from error
        return network, tokenizer, report

    def save(self, data: PretrainedModel) -> None:
        """Writes the directory; it is the catalog that sees to it that one that is there is whole."""
        target = Path(self._get_save_path())
        with quiet_transformers():
            data.network.save_pretrained(target)
            data.tokenizer.save_pretrained(target)

    def _exists(self) -> bool:
        return (Path(self._get_load_path()) / "config.json").is_file()

    def _describe(self) -> dict[str, Any]:
        return {"filepath": str(self._filepath), "head": self._head, "version": self._version}

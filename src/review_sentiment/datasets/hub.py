"""Files of Hugging Face Hub repositories: at a pinned commit, and from the network only once."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn

from kedro.io import DatasetError

from review_sentiment.errors import show

REPOSITORY = re.compile(r"(?!.*\.\.)\w[\w.-]*(/\w[\w.-]*)?", re.ASCII)
COMMIT = re.compile("[0-9a-f]{40}")
# seconds that the Hub has to answer before it counts as out of reach
PATIENCE = 10


@dataclass(frozen=True)
class HubSnapshot:
    """Some files of a Hub repository as one commit has them: a branch or a tag could change under a run."""

    repository: str
    commit: str
    needed: tuple[str, ...]
    """names of files, or patterns of them: without a file for each, the snapshot is of no use"""
    optional: tuple[str, ...] = ()
    """what else is taken where the repository has it; nothing but these two is ever asked for"""
    kind: Literal["model", "dataset"] = "model"

    def __post_init__(self) -> None:
        if not REPOSITORY.fullmatch(str(self.repository)):
            raise DatasetError(
                f"`repository` is {show(self.repository)}; expected is a name on the Hub, such as "
                "roberta-base or stanfordnlp/imdb."
            )
        if not COMMIT.fullmatch(str(self.commit)):
            raise DatasetError(
                f"`commit` of {self.repository} is {self.commit!r}; expected are the 40 hexadecimal digits "
                "of a commit, as its history on the Hub shows them: a branch or a tag can change."
            )

    def fetch(self) -> Path:
        """The directory of the files: in the Hub's cache, where they are brought if they aren't there yet.

        Raises:
            DatasetError: they are not in the cache, and the Hub can't be reached or doesn't have them.
        """
        cached = self.find()
        if cached:
            return cached
        from huggingface_hub.errors import HTTPError

        try:
            self._ask()
            self._bring(local_files_only=False)
        except (OSError, ValueError, RuntimeError, HTTPError) as error:  # its storage raises the third
            self._refuse(f"{type(error).__name__}: {textwrap.shorten(str(error), 300)}", error)
        return self.find() or self._refuse(f"it has no {' or no '.join(self.needed)} there.")

    def find(self) -> Path | None:
        """The directory of the files if all that are needed are in the cache; asks no network."""
        from huggingface_hub.errors import LocalEntryNotFoundError

        try:
            directory = self._bring(local_files_only=True)
        except (LocalEntryNotFoundError, ValueError):  # the latter: no repository can have that name
            return None
        # A program that took one file only, the configuration for instance, leaves a directory too.
        files = [directory.glob(pattern) for pattern in self.needed]
        return directory if all(any(path.is_file() for path in found) for found in files) else None

    def is_to_be_had(self) -> bool:
        """Whether the files are in the cache, or the Hub answers that it has the commit."""
        if self.find():
            return True
        from huggingface_hub.errors import HTTPError

        try:
            self._ask()
        except (OSError, ValueError, HTTPError):
            return False
        return True

    def _ask(self) -> None:
        """One question, asked once: a download tries for half a minute to reach a Hub that isn't there."""
        from huggingface_hub import HfApi

        HfApi().repo_info(self.repository, repo_type=self.kind, revision=self.commit, timeout=PATIENCE)

    def _bring(self, *, local_files_only: bool) -> Path:
        from huggingface_hub import snapshot_download

        directory = snapshot_download(
            self.repository,
            repo_type=self.kind,
            revision=self.commit,
            allow_patterns=[*self.needed, *self.optional],
            local_files_only=local_files_only,
        )
        return Path(directory)

    def _refuse(self, reason: str, cause: Exception | None = None) -> NoReturn:
        from huggingface_hub import constants

        cache = constants.HF_HUB_CACHE
        folder = "--".join([f"{self.kind}s", *self.repository.split("/")])  # the cache's own way of naming
        local = "PretrainedModelDataset" if self.kind == "model" else "ReviewTableDataset"
        raise DatasetError(
            f"The {self.kind} {self.repository} at commit {self.commit} is not in the cache {cache}, and "
            f"{constants.ENDPOINT} did not give it: {reason}\nThere are three ways out:\n"
            "  run this with a network, once;\n"
            f"  copy the folder {folder} of another machine (in ~/.cache/huggingface/hub) into {cache};\n"
            f"  name files of your own in the catalog, by the type review_sentiment.datasets.{local}."
        ) from cause

"""The files in conf, and what is said of mistakes in them."""

from __future__ import annotations

from typing import Any

from kedro.config import MissingConfigException, OmegaConfigLoader

from review_sentiment.errors import Refusal


class PlainSpokenConfigLoader(OmegaConfigLoader):
    """Kedro's, which ends the command with a message where a file is not as YAML and Kedro want it."""

    def __getitem__(self, key: str) -> dict[str, Any]:
        """The catalog, the parameters or the like of an environment.

        Raises:
            Refusal: there is a mistake in a file.
            MissingConfigException, KeyError: there is no such file, or no such kind of them, as Kedro's.
        """
        try:
            return super().__getitem__(key)
        except (Refusal, MissingConfigException, KeyError):
            raise
        except AttributeError as error:
            raise Refusal(
                f"Nothing was run: a file of the {key} in conf holds something else than names with values."
            ) from error
        except Exception as error:  # YAML's and OmegaConf's, of many kinds
            raise Refusal(
                f"Nothing was run, for a mistake in a file of the {key} in conf:\n{error}"
            ) from error

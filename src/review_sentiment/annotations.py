"""Names for type annotations: of what several pipelines take, and of what start-up must not pay for.

Kedro resolves a node's annotations to find its typed parameters, and silently leaves the parameters
of a function unchecked when one name is missing. So the heavy types have to exist while the program
runs, without pandas, matplotlib, torch or transformers being imported for them.
"""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame
    from transformers import PreTrainedModel, PreTrainedTokenizerBase
else:
    DataFrame = Figure = PreTrainedModel = PreTrainedTokenizerBase = Any

Seed = Annotated[int, Field(strict=True, ge=0, lt=2**32)]
"""a number that NumPy, scikit-learn and Lightning take for a seed"""

Precision = Literal["auto", "bfloat16", "float32"]
"""a number format for weights and their products; `auto`: the one that the hardware is faster at"""

__all__ = ["DataFrame", "Figure", "PreTrainedModel", "PreTrainedTokenizerBase", "Precision", "Seed"]

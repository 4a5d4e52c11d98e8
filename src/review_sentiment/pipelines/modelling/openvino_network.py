"""A classifier compiled by OpenVINO: the same predictions, sooner, on a CPU."""

from __future__ import annotations

import copy
import sys
import warnings
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel
from transformers.modeling_outputs import SequenceClassifierOutput

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.last_layer import first_token_only
from review_sentiment.quiet import quiet_transformers


class OpenVinoNetwork(nn.Module):
    """Stands in for the network it is made of wherever that only classifies.

    Args:
        network: a sequence classifier, which is left as it is.
        bfloat16: whether to multiply in bfloat16, or in float32.

    Raises:
        ReviewSentimentError: OpenVINO is not installed.
    """

    def __init__(self, network: PreTrainedModel, *, bfloat16: bool):
        super().__init__()
        openvino = _import_openvino()
        network = copy.deepcopy(network).float().cpu().eval()
        first_token_only(network)
        network.config.return_dict = False  # a traced network returns tuples
        row = torch.ones(2, 8, dtype=torch.int64)  # any shape: the compiled network takes all
        with quiet_transformers(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # tracing doubts every `if`
            model = openvino.convert_model(network, example_input={"input_ids": row, "attention_mask": row})
        precision = "bf16" if bfloat16 else "f32"
        self._compiled: Any = openvino.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": precision})

    def forward(self, input_ids: Tensor, attention_mask: Tensor, **_: Tensor) -> SequenceClassifierOutput:
        """The logits, (reviews, 2), float32; token types are all 0 and not asked for."""
        logits = self._compiled(
            {"input_ids": input_ids.cpu().numpy(), "attention_mask": attention_mask.cpu().numpy()}
        )[0]
        return SequenceClassifierOutput(logits=torch.from_numpy(logits))

    def close(self) -> None:
        """Frees what was compiled, now and in this thread.

        OpenVINO gives the thread a stack for signals and takes it away when it is freed. Left to the garbage
        collector, that comes in another order or thread, and the next signal, Ctrl-C for one, crashes Python.
        """
        self._compiled = None


def _import_openvino() -> Any:
    # OpenVINO reports its imports to its makers unless this package can't be imported
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    try:
        import openvino
    except ImportError:
        raise ReviewSentimentError(
            "`prediction.runtime` is openvino, and OpenVINO is not installed. It is an extra:\n"
            "  pip install --constraint requirements.lock --editable '.[openvino]'"
        ) from None
    return openvino

"""A classifier compiled by OpenVINO for a CPU."""

from __future__ import annotations

import sys
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel
from transformers.modeling_outputs import SequenceClassifierOutput

# numbers in a row of a layer's input that are rounded to int8 together: more of them, faster and less exact
INT8_GROUP = 64


class OpenVinoNetwork(nn.Module):
    """Stands in for the network it is made of wherever that only classifies.

    Args:
        network: a sequence classifier of BERT's or RoBERTa's, which is left as it is. Weights that take no
            other form here share its memory, so it must not change before `close`.
        bfloat16: whether to multiply in bfloat16, or in float32, what `int8` leaves.
        int8: whether layers behind the first third multiply in int8: their weights are rounded to it once,
            their inputs as they come (dynamic quantization). Without VNNI the weights alone are rounded.

    Raises:
        ReviewSentimentError: the network is another one (see `build_graph`).
    """

    def __init__(self, network: PreTrainedModel, *, bfloat16: bool, int8: bool = False):
        super().__init__()
        openvino = _import_openvino()
        from review_sentiment.pipelines.modelling.openvino_graph import build_graph

        options = {"INFERENCE_PRECISION_HINT": "bf16" if bfloat16 else "f32"}
        if int8:
            options["DYNAMIC_QUANTIZATION_GROUP_SIZE"] = str(INT8_GROUP)
        self._compiled: Any = openvino.compile_model(build_graph(network, int8=int8), "CPU", options)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, **_: Tensor) -> SequenceClassifierOutput:
        """The logits, (reviews, 2), float32; token types are all 0 and not asked for."""
        logits = self._compiled([input_ids.cpu().numpy(), attention_mask.cpu().numpy()])[0]
        return SequenceClassifierOutput(logits=torch.from_numpy(logits))

    def close(self) -> None:
        """Frees what was compiled, now and in this thread.

        OpenVINO gives the thread a stack for signals and takes it away when it is freed. Left to the garbage
        collector, that comes in another order or thread, and the next signal, Ctrl-C for one, crashes Python.
        """
        self._compiled = None


def _import_openvino() -> Any:
    # it reports to its makers unless this package can't be imported
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino

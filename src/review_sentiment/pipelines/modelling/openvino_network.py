"""A classifier compiled by OpenVINO for a CPU."""

from __future__ import annotations

import copy
import io
import logging
import sys
import warnings
from contextlib import redirect_stdout
from importlib import import_module
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PreTrainedModel
from transformers.modeling_outputs import SequenceClassifierOutput

from review_sentiment.errors import ReviewSentimentError
from review_sentiment.last_layer import first_token_only
from review_sentiment.quiet import quiet_transformers

# numbers in a row of a layer's input that are rounded to int8 together: more of them, faster and less exact
INT8_GROUP = 64


class OpenVinoNetwork(nn.Module):
    """Stands in for the network it is made of wherever that only classifies.

    Args:
        network: a sequence classifier, which is left as it is.
        bfloat16: whether to multiply in bfloat16, or in float32, what `int8` leaves.
        int8: whether layers multiply in int8: their weights are rounded to it once, their inputs as they come
            (dynamic quantization). Without VNNI the weights alone are rounded.

    Raises:
        ReviewSentimentError: OpenVINO, or for int8 NNCF, is not installed.
    """

    def __init__(self, network: PreTrainedModel, *, bfloat16: bool, int8: bool = False):
        super().__init__()
        openvino = _import("openvino")
        network = copy.deepcopy(network).float().cpu().eval()
        first_token_only(network)
        network.config.return_dict = False  # a traced network returns tuples
        row = torch.ones(2, 8, dtype=torch.int64)  # any shape: the compiled network takes all
        with quiet_transformers(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # tracing doubts every `if`
            model = openvino.convert_model(network, example_input={"input_ids": row, "attention_mask": row})
        options = {"INFERENCE_PRECISION_HINT": "bf16" if bfloat16 else "f32"}
        if int8:
            model = _round_weights(model)
            options["DYNAMIC_QUANTIZATION_GROUP_SIZE"] = str(INT8_GROUP)
        self._compiled: Any = openvino.compile_model(model, "CPU", options)

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


def _round_weights(model: Any) -> Any:
    """The model with layers of int8 weights, a scale a row; token vectors, which are no layer, are left."""
    logger_class = logging.getLoggerClass()
    nncf = _import("nncf")
    logging.setLoggerClass(logger_class)  # NNCF makes its own everybody's
    nncf.disable_logging()  # of its own; its warnings go where all others go
    logger = logging.getLogger("nncf")
    logger.propagate = True
    logger.setLevel(logging.WARNING)
    with redirect_stdout(io.StringIO()):  # a progress bar
        return nncf.compress_weights(
            model,
            mode=nncf.CompressWeightsMode.INT8_ASYM,
            ignored_scope=nncf.IgnoredScope(types=["Gather"]),
        )


def _import(name: str) -> Any:
    # OpenVINO and NNCF report to their makers unless this package can't be imported
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise ReviewSentimentError(
            f"`prediction.runtime` asks for {name}, which is not installed. It is part of an extra:\n"
            "  pip install --constraint requirements.lock --editable '.[openvino]'"
        ) from None

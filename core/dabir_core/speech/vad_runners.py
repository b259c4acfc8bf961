"""The two runtimes that can run Silero's file: OpenVINO, and ONNX Runtime where OpenVINO has no wheel.

One thread each: the model is so small that a second one makes it slower (measured on 2 cores). Float32 is asked
for, since OpenVINO would otherwise use bfloat16 where the CPU has it and windows would differ between machines.
Legend: N frames of 576 samples.
"""

from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from dabir_core.errors import EngineMissing
from dabir_core.openvino_runtime import openvino_core

MODEL_NAME: Final = "silero_vad_16k_sequence.onnx"
CONTEXT_SAMPLES: Final = 64
STATE_SHAPE: Final = (1, 1, 128)


class SileroOutput(NamedTuple):
    """(N,) speech probabilities and the two states, (1, 1, 128) each, that the next call needs; all float32."""

    probabilities: NDArray[np.float32]
    hidden: NDArray[np.float32]
    cell: NDArray[np.float32]


class SileroRunner(Protocol):
    """A loaded model without memory of its own, so that many recordings can share it."""

    def run(self, frames: NDArray[np.float32], hidden: NDArray[np.float32], cell: NDArray[np.float32]) -> SileroOutput:
        """Runs (N, 576) frames, each 64 samples of context and 512 new ones, from the states of the call before."""


class OpenVinoRunner:
    """Silero in OpenVINO."""

    def __init__(self, model: Path) -> None:
        options = {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, "INFERENCE_PRECISION_HINT": "f32"}
        self._compiled: Any = openvino_core().compile_model(str(model), "CPU", options)

    def run(self, frames: NDArray[np.float32], hidden: NDArray[np.float32], cell: NDArray[np.float32]) -> SileroOutput:
        """Runs in a request of its own: recordings on several threads do not disturb each other."""
        request = self._compiled.create_infer_request()
        request.infer({"input": frames, "h": hidden, "c": cell}, share_outputs=True)
        names = ("speech_probs", "hn", "cn")
        return SileroOutput(*(request.get_tensor(name).data.copy() for name in names))


class OnnxRuntimeRunner:
    """Silero in ONNX Runtime."""

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        self._session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def run(self, frames: NDArray[np.float32], hidden: NDArray[np.float32], cell: NDArray[np.float32]) -> SileroOutput:
        """Runs; a session may be used by several threads."""
        inputs = {"input": frames, "h": hidden, "c": cell}
        return SileroOutput(*self._session.run(["speech_probs", "hn", "cn"], inputs))


def load_silero() -> SileroRunner:
    """Loads the vendored model into the runtime that this machine has.

    Raises: EngineMissing when there is neither OpenVINO nor ONNX Runtime.
    """
    with as_file(files("dabir_core.speech") / "silero" / MODEL_NAME) as model:
        try:
            return OpenVinoRunner(model)
        except EngineMissing as missing:
            try:
                return OnnxRuntimeRunner(model)
            except ImportError:
                raise missing from None

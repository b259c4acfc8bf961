import sys
from types import SimpleNamespace

import numpy as np
import pytest

from dabir_core.errors import EngineMissing
from dabir_core.speech.vad_runners import STATE_SHAPE, OnnxRuntimeRunner, OpenVinoRunner, load_silero


def _hide(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)


class _Session:
    """Takes what onnxruntime 1.32's InferenceSession takes, and answers with what it was given."""

    def __init__(self, model: str, options: SimpleNamespace, *, providers: list[str]) -> None:
        assert model.endswith(".onnx")
        assert (options.inter_op_num_threads, options.intra_op_num_threads) == (1, 1)
        assert providers == ["CPUExecutionProvider"]

    def run(self, outputs: list[str], inputs: dict[str, object]) -> list[object]:
        assert outputs == ["speech_probs", "hn", "cn"]
        return [inputs["input"], inputs["h"], inputs["c"]]


def test_openvino_runs_the_model_where_it_is_installed() -> None:
    runner = load_silero()
    assert isinstance(runner, OpenVinoRunner)
    state = np.zeros(STATE_SHAPE, np.float32)
    output = runner.run(np.zeros((3, 576), np.float32), state, state)
    assert [part.shape for part in output] == [(3,), STATE_SHAPE, STATE_SHAPE]
    assert all(part.dtype == np.float32 for part in output)


def test_onnx_runtime_stands_in_where_openvino_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    _hide(monkeypatch, "openvino")
    monkeypatch.setitem(
        sys.modules, "onnxruntime", SimpleNamespace(SessionOptions=SimpleNamespace, InferenceSession=_Session)
    )
    runner = load_silero()
    assert isinstance(runner, OnnxRuntimeRunner)
    frames, hidden, cell = (np.full(shape, value, np.float32) for shape, value in (((2, 576), 1), ((1,), 2), ((1,), 3)))
    output = runner.run(frames, hidden, cell)
    assert (output.probabilities is frames, output.hidden is hidden, output.cell is cell) == (True, True, True)


def test_machine_without_any_runtime_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    _hide(monkeypatch, "openvino", "onnxruntime")
    with pytest.raises(EngineMissing) as caught:
        load_silero()
    assert caught.value.subject == "pip install openvino"

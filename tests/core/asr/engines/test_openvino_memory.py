import numpy as np
import pytest

from dabir_core.asr.engines.openvino import OpenVinoEngine
from dabir_core.asr.engines.openvino_memory import memory_guarded
from dabir_core.asr.engines.openvino_precision import Precision
from dabir_core.errors import ModelMemory
from tests.random_whisper import random_log_mel, random_whisper


@pytest.mark.parametrize(
    "failure",
    [
        MemoryError(),
        RuntimeError("Exception from src/inference/src/cpp/core.cpp:110: std::bad_alloc"),
        RuntimeError("could not create a memory object: out of memory"),
        RuntimeError("[CPU] Failed to allocate 1099511627776 bytes of memory"),
    ],
)
def test_failed_allocations_become_model_memory(failure: Exception) -> None:
    with pytest.raises(ModelMemory) as told, memory_guarded("large-v3"):
        raise failure
    assert told.value.subject == "large-v3"
    assert told.value.__cause__ is failure


def test_other_failures_are_let_through() -> None:
    with pytest.raises(RuntimeError, match="shape mismatch"), memory_guarded("large-v3"):
        raise RuntimeError("shape mismatch")


def test_more_windows_than_any_memory_holds() -> None:
    engine = OpenVinoEngine.load(random_whisper(), precision=Precision.F32)
    windows = np.broadcast_to(random_log_mel(1, 200), (1 << 40, 80, 200))
    with pytest.raises(ModelMemory):
        engine.encode(windows)

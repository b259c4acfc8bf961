"""What this machine can do at all, measured: not a data sheet's figures but those that OpenVINO itself reaches.

Operations: a chain of large square products, dense and nothing else, in each type. Memory: all cores together read far
more than a cache holds.
"""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.engines.openvino_cpu import probe_bfloat16
from dabir_core.asr.engines.openvino_weights import quantise
from dabir_core.openvino_runtime import load_openvino, openvino_core

RUNS = 7
WIDTH = 2048
PRODUCTS = 4
READ_BYTES = 256 << 20
"""For each core: many times what a cache holds."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """What the machine can do: operations a second by type, bytes a second."""

    operations: dict[str, float]
    read_bytes: float


def least_ms(work: Callable[[], object], *, runs: int = RUNS) -> float:
    """Shortest wall-clock time of several runs after one that compiles kernels."""
    work()
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times) * 1e3


def measured_peaks() -> Peaks:
    """This machine's, with all cores; bfloat16 only where the CPU computes in it."""
    types = ["f32", "int8", *(["bf16"] if probe_bfloat16(load_openvino(), openvino_core()).is_possible else [])]
    return Peaks({name: _product_rate(name) for name in types}, _read_rate())


def _product_rate(element_type: str) -> float:
    """Operations a second of a chain of square products."""
    ov, op = load_openvino(), load_openvino().opset16
    x = y = op.parameter(ov.PartialShape([WIDTH, WIDTH]), ov.Type.f32)
    matrix = np.random.default_rng(0).normal(size=(WIDTH, WIDTH)).astype(np.float32) / WIDTH**0.5
    for _ in range(PRODUCTS):
        y = (
            _quantised_product(op, y, matrix)
            if element_type == "int8"
            else op.matmul(y, op.constant(matrix), False, True)
        )
    hint = "bf16" if element_type == "bf16" else "f32"
    properties = {"INFERENCE_PRECISION_HINT": hint, "PERFORMANCE_HINT": "LATENCY", "NUM_STREAMS": 1}
    request = (
        openvino_core().compile_model(ov.Model([op.result(y)], [x], "peak"), "CPU", properties).create_infer_request()
    )
    shortest = least_ms(lambda: request.infer([matrix]))
    return PRODUCTS * 2 * WIDTH**3 / shortest * 1e3


def _product(op: Any, x: Any, matrix: NDArray[np.float32]) -> Any:
    return op.matmul(x, op.constant(matrix), False, True)


def _quantised_product(op: Any, x: Any, matrix: NDArray[np.float32]) -> Any:
    """Both sides int8 with a fixed range: the integer product and nothing else."""
    low, high = op.constant(np.float32(-4)), op.constant(np.float32(4 * 127 / 128))
    levels = quantise(matrix)
    weights = op.multiply(op.convert(op.constant(levels.levels), "f32"), op.constant(levels.scales))
    return op.matmul(op.fake_quantize(x, low, high, low, high, 256), weights, False, True)


def _read_rate() -> float:
    threads = os.cpu_count() or 1
    arrays = [np.ones(READ_BYTES // 4, np.float32) for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        shortest = least_ms(lambda: list(pool.map(np.dot, arrays, arrays)))
    return threads * READ_BYTES / shortest * 1e3

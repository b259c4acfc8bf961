"""What this machine's CPU makes of bfloat16 and of int8, asked of the CPU plugin itself by compiling small products.

No property says it: the plugin lists BF16 on every CPU with AVX-512, where it may be emulated, and keeps listing it
when an environment variable took the instructions away. CPU flags differ by system. So the kernel's name decides:
matrix tiles (AMX) are named in it; without them, AVX-512 has products of bfloat16 in all of AMD's CPUs that have it,
and in hardly any of Intel's. Whether int8 products quantise their activations, which takes integer instructions (VNNI),
is seen by their results: where they do not, weights are unpacked instead, and long inputs take twice float32's time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from dabir_core.asr.engines.openvino_weights import Node

_PROBE_WIDTH = 64
_FLOAT32_ERROR = 1e-4
"""Relative: sums of 256 products err by 1e-6 in float32, by 4e-3 with activations of 8 bits."""


@dataclass(frozen=True, slots=True)
class Bfloat16:
    """Whether the CPU can compute in it at all, is faster for it, and has matrix tiles for it."""

    is_possible: bool
    is_fast: bool
    has_tiles: bool


def probe_bfloat16(openvino: ModuleType, core: Any) -> Bfloat16:
    """Asks this machine."""
    if "BF16" not in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"):
        return Bfloat16(is_possible=False, is_fast=False, has_tiles=False)
    return told_by(_kernels(openvino, core), core.get_property("CPU", "FULL_DEVICE_NAME"))


def told_by(kernels: Sequence[str], cpu: str) -> Bfloat16:
    """What the names of the kernels, such as «brgemm_avx512_amx_bf16», and of the CPU say."""
    names = [kernel.lower() for kernel in kernels]
    has_tiles = any("amx" in name for name in names)
    has_products = "amd" in cpu.lower() and any("avx512" in name for name in names)
    return Bfloat16(is_possible=bool(names), is_fast=has_tiles or has_products, has_tiles=has_tiles)


def quantises_activations(openvino: ModuleType, core: Any) -> bool:
    """Whether a product with int8 weights is one of integers: its results are then rounded visibly."""
    op, shape = openvino.opset16, (_PROBE_WIDTH, 4 * _PROBE_WIDTH)
    random = np.random.default_rng(0)
    levels, sound = random.integers(-127, 128, shape, np.int8), random.normal(size=shape).astype(np.float32)
    rows = op.parameter(openvino.PartialShape([-1, shape[1]]), openvino.Type.f32, name="rows")
    weights = op.multiply(op.convert(op.constant(levels), "f32"), op.constant(np.ones((shape[0], 1), np.float32)))
    model = openvino.Model([op.result(op.matmul(rows, weights, False, True))], [rows], "probe")
    properties = {"INFERENCE_PRECISION_HINT": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": shape[1]}
    try:
        found = core.compile_model(model, "CPU", properties)(sound)[0]
    except RuntimeError:
        return False
    exact = sound.astype(np.float64) @ levels.T
    return bool(np.abs(found - exact).max() > _FLOAT32_ERROR * np.abs(exact).max())


def _kernels(openvino: ModuleType, core: Any) -> list[str]:
    """Those that a product in bfloat16 would run on; none if the plugin has none."""
    op = openvino.opset16
    rows = op.parameter(openvino.PartialShape([_PROBE_WIDTH, _PROBE_WIDTH]), openvino.Type.f32, name="rows")
    weights = op.constant(np.eye(_PROBE_WIDTH, dtype=np.float32))
    model = openvino.Model([op.result(op.matmul(rows, weights, False, True))], [rows], "probe")
    try:
        compiled = core.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "bf16"})
    except RuntimeError:
        return []
    return [name for name in map(_kernel, compiled.get_runtime_model().get_ops()) if name.endswith("bf16")]


def _kernel(node: Node) -> str:
    rt_info = node.get_rt_info()
    return str(rt_info["primitiveType"].astype(str)) if "primitiveType" in rt_info else ""

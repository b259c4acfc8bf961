import os
import subprocess
import sys
from typing import Any

import pytest

from dabir_core.asr.engines.openvino_cpu import Bfloat16, probe_bfloat16, told_by
from dabir_core.openvino_runtime import load_openvino, openvino_core

NOT_AT_ALL = Bfloat16(is_possible=False, is_fast=False, has_tiles=False)
SLOWLY = Bfloat16(is_possible=True, is_fast=False, has_tiles=False)
FAST = Bfloat16(is_possible=True, is_fast=True, has_tiles=False)
WITH_TILES = Bfloat16(is_possible=True, is_fast=True, has_tiles=True)


class OtherCore:
    """An openvino.Core of another CPU, or one whose plugin has lost its kernels for bfloat16."""

    def __init__(self, *capabilities: str) -> None:
        self.capabilities = list(capabilities)

    def get_property(self, _device: str, name: str) -> Any:
        return self.capabilities if name == "OPTIMIZATION_CAPABILITIES" else "AMD EPYC"

    def compile_model(self, *_: Any) -> Any:
        raise RuntimeError("could not create a primitive descriptor")


@pytest.mark.parametrize(
    ("kernels", "cpu", "bfloat16"),
    [
        (["unknown_bf16", "brgemm_avx512_amx_bf16"], "Intel(R) Xeon(R) Platinum 8488C", WITH_TILES),
        (["brgemm_AVX512_AMX_bf16"], "AMD of a year to come", WITH_TILES),
        (["brgemm_avx512_bf16"], "AMD Ryzen 7 7840U", FAST),
        (["brgemm_avx512_bf16"], "11th Gen Intel(R) Core(TM) i7-1165G7", SLOWLY),  # AVX-512, bfloat16 emulated
        (["brgemm_avx2_bf16"], "AMD Ryzen 5 5600", SLOWLY),
        ([], "AMD EPYC", NOT_AT_ALL),
    ],
)
def test_kernel_and_maker_tell(kernels: list[str], cpu: str, bfloat16: Bfloat16) -> None:
    assert told_by(kernels, cpu) == bfloat16


@pytest.mark.parametrize("capabilities", [["FP32", "INT8"], ["FP32", "INT8", "BF16"]])
def test_a_plugin_without_the_kernels_cannot(capabilities: list[str]) -> None:
    assert probe_bfloat16(load_openvino(), OtherCore(*capabilities)) == NOT_AT_ALL


def test_this_machine_answers() -> None:
    assert probe_bfloat16(load_openvino(), openvino_core()) in {NOT_AT_ALL, SLOWLY, FAST, WITH_TILES}


def asked_under(instructions: str) -> str:
    """What a process is told whose oneDNN may use no more than those instructions."""
    ask = (
        "from dabir_core.asr.engines.openvino_cpu import quantises_activations\n"
        "from dabir_core.openvino_runtime import load_openvino, openvino_core\n"
        "print(quantises_activations(load_openvino(), openvino_core()))"
    )
    environment = os.environ | {"ONEDNN_MAX_CPU_ISA": instructions}
    return subprocess.run(
        [sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_plain_avx2_has_no_products_of_integers() -> None:
    assert asked_under("AVX2") == "False"

from typing import Any

import pytest

from dabir_core.asr.engines.openvino_precision import Precision, name_tiles, plugin_properties, settled
from dabir_core.errors import OptionError
from dabir_core.openvino_runtime import load_openvino, openvino_core


class CoreOfCpu:
    """An openvino.Core of a CPU with given capabilities, on which nothing can be compiled."""

    def __init__(self, *capabilities: str) -> None:
        self.capabilities = list(capabilities)

    def get_property(self, device: str, name: str) -> Any:
        return {("CPU", "OPTIMIZATION_CAPABILITIES"): self.capabilities}[device, name]


def test_auto_is_int8_without_bfloat16() -> None:
    assert settled("auto", load_openvino(), CoreOfCpu("FP32", "INT8")) is Precision.INT8


def test_auto_asks_the_plugin_of_this_machine() -> None:
    openvino = load_openvino()
    assert settled("auto", openvino, openvino_core()) in {Precision.INT8, Precision.BF16}


def test_bf16_is_refused_where_it_cannot_be_computed() -> None:
    with pytest.raises(OptionError, match="bfloat16"):
        settled(Precision.BF16, load_openvino(), CoreOfCpu("FP32", "INT8"))


@pytest.mark.parametrize("precision", [Precision.F32, Precision.INT8])
def test_what_is_asked_for_is_settled(precision: Precision) -> None:
    assert settled(precision, load_openvino(), CoreOfCpu("FP32")) is precision


@pytest.mark.parametrize(
    ("kernels", "tiles"),
    [
        (["unknown_f32", "brgemm_avx512_amx_bf16"], True),
        (["brgemm_avx512_bf16", "jit_uni_f32"], False),
        (["brgemm_AVX512_AMX"], True),
        ([], False),
    ],
)
def test_tiles_are_known_by_the_kernels_name(kernels: list[str], tiles: bool) -> None:
    assert name_tiles(kernels) is tiles


@pytest.mark.parametrize(
    ("precision", "hint"), [(Precision.F32, "f32"), (Precision.INT8, "f32"), (Precision.BF16, "bf16")]
)
def test_the_cache_is_as_exact_as_the_activations(precision: Precision, hint: str) -> None:
    properties = plugin_properties(precision, threads=None)
    assert properties["INFERENCE_PRECISION_HINT"] == properties["KV_CACHE_PRECISION"] == hint
    assert (properties["DYNAMIC_QUANTIZATION_GROUP_SIZE"] > 0) is (precision is Precision.INT8)


def test_no_model_cache_is_written_and_the_plugin_counts_the_cores() -> None:
    properties = plugin_properties(Precision.INT8, threads=None)
    assert not {"CACHE_DIR", "INFERENCE_NUM_THREADS"} & set(properties)
    assert plugin_properties(Precision.INT8, threads=3)["INFERENCE_NUM_THREADS"] == 3

from typing import Any

import pytest

from dabir_core.asr.engines.openvino_precision import (
    GraphTypes,
    PartTypes,
    Precision,
    graph_types,
    name_tiles,
    plugin_properties,
    settled,
)
from dabir_core.asr.engines.openvino_weights import WeightType
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


@pytest.mark.parametrize("computes_bf16", [True, False])
def test_float32_is_float32_everywhere(computes_bf16: bool) -> None:
    types = graph_types(Precision.F32, computes_bf16=computes_bf16)
    assert types == GraphTypes(*[PartTypes(WeightType.F32, "f32", "f32")] * 2)


@pytest.mark.parametrize(("computes_bf16", "attention"), [(True, "bf16"), (False, "f32")])
def test_int8_attends_in_bfloat16_where_the_cpu_has_it(computes_bf16: bool, attention: str) -> None:
    types = graph_types(Precision.INT8, computes_bf16=computes_bf16)
    assert {types.encoder.attention, types.decoder.attention} == {attention}
    assert {types.encoder.activations, types.decoder.activations} == {"f32"}


def test_bf16_changes_the_encoder_only() -> None:
    bf16, int8 = (graph_types(precision, computes_bf16=True) for precision in (Precision.BF16, Precision.INT8))
    assert bf16.encoder.activations == "bf16"
    assert bf16.decoder == int8.decoder


@pytest.mark.parametrize("precision", list(Precision))
def test_the_cache_is_as_exact_as_the_activations(precision: Precision) -> None:
    types = graph_types(precision, computes_bf16=True)
    for part in (types.encoder, types.decoder):
        properties = plugin_properties(part, threads=None)
        assert properties["INFERENCE_PRECISION_HINT"] == properties["KV_CACHE_PRECISION"] == part.activations
        is_quantised = part.weights is WeightType.INT8
        assert (properties["DYNAMIC_QUANTIZATION_GROUP_SIZE"] > 0) is is_quantised


def test_the_plugin_writes_no_cache_and_counts_the_cores() -> None:
    part = graph_types(Precision.INT8, computes_bf16=False).decoder
    assert not {"CACHE_DIR", "INFERENCE_NUM_THREADS"} & set(plugin_properties(part, threads=None))
    assert plugin_properties(part, threads=3)["INFERENCE_NUM_THREADS"] == 3

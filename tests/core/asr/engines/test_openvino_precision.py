import pytest

from dabir_core.asr.engines.openvino_cpu import Bfloat16
from dabir_core.asr.engines.openvino_precision import (
    GraphTypes,
    PartTypes,
    Precision,
    graph_types,
    plugin_properties,
    settled,
)
from dabir_core.asr.engines.openvino_weights import WeightType
from dabir_core.errors import OptionError

NONE = Bfloat16(is_possible=False, is_fast=False, has_tiles=False)
SLOW = Bfloat16(is_possible=True, is_fast=False, has_tiles=False)
FAST = Bfloat16(is_possible=True, is_fast=True, has_tiles=False)
TILES = Bfloat16(is_possible=True, is_fast=True, has_tiles=True)


@pytest.mark.parametrize(("bfloat16", "precision"), [(NONE, "int8"), (SLOW, "int8"), (FAST, "int8"), (TILES, "bf16")])
def test_auto_is_bf16_where_there_are_tiles(bfloat16: Bfloat16, precision: str) -> None:
    assert settled("auto", bfloat16) == precision


def test_bf16_is_refused_where_it_cannot_be_computed() -> None:
    with pytest.raises(OptionError, match="bfloat16"):
        settled(Precision.BF16, NONE)


@pytest.mark.parametrize("precision", [Precision.F32, Precision.INT8])
def test_what_is_asked_for_is_settled(precision: Precision) -> None:
    assert settled(precision, NONE) is settled(precision, TILES) is precision


@pytest.mark.parametrize("bfloat16", [NONE, TILES])
def test_float32_is_float32_everywhere(bfloat16: Bfloat16) -> None:
    types = graph_types(Precision.F32, bfloat16, integer_products=True)
    assert types == GraphTypes(*[PartTypes(WeightType.F32, "f32", "f32")] * 2)


@pytest.mark.parametrize(("bfloat16", "attention"), [(NONE, "f32"), (SLOW, "f32"), (FAST, "bf16"), (TILES, "bf16")])
def test_int8_attends_in_bfloat16_where_that_is_fast(bfloat16: Bfloat16, attention: str) -> None:
    types = graph_types(Precision.INT8, bfloat16, integer_products=True)
    assert {types.encoder.attention, types.decoder.attention} == {attention}
    assert {types.encoder.activations, types.decoder.activations} == {"f32"}


def test_bf16_changes_the_encoder_only() -> None:
    bf16, int8 = (
        graph_types(precision, TILES, integer_products=True) for precision in (Precision.BF16, Precision.INT8)
    )
    assert bf16.encoder.activations == "bf16"
    assert bf16.decoder == int8.decoder


@pytest.mark.parametrize("precision", list(Precision))
def test_the_cache_is_as_exact_as_the_activations(precision: Precision) -> None:
    types = graph_types(precision, TILES, integer_products=True)
    for part in (types.encoder, types.decoder):
        properties = plugin_properties(part, threads=None)
        assert properties["INFERENCE_PRECISION_HINT"] == properties["KV_CACHE_PRECISION"] == part.activations
        assert (properties["DYNAMIC_QUANTIZATION_GROUP_SIZE"] > 0) is (part.weights is WeightType.INT8)


def test_without_integer_products_nothing_is_quantised_but_the_decoders_weights() -> None:
    types = graph_types(Precision.INT8, NONE, integer_products=False)
    assert types.encoder == PartTypes(WeightType.F32, "f32", "f32")
    assert types.decoder.weights is WeightType.INT8
    assert plugin_properties(types.decoder, threads=None)["DYNAMIC_QUANTIZATION_GROUP_SIZE"] == 0


def test_the_plugin_writes_no_cache_and_counts_the_cores() -> None:
    part = graph_types(Precision.INT8, NONE, integer_products=True).decoder
    assert not {"CACHE_DIR", "INFERENCE_NUM_THREADS"} & set(plugin_properties(part, threads=None))
    assert plugin_properties(part, threads=3)["INFERENCE_NUM_THREADS"] == 3

import pytest

from dabir_core.asr.engines.openvino_blocks import Blocks
from dabir_core.asr.engines.openvino_decoder import DecoderGraph, by_layer
from dabir_core.asr.engines.openvino_weights import WeightNodes, WeightType
from dabir_core.openvino_runtime import load_openvino
from tests.random_whisper import MICRO, random_whisper


def decoder_graph(cross_type: str = "f32") -> DecoderGraph:
    openvino = load_openvino()
    blocks = Blocks(openvino, WeightNodes(openvino, random_whisper().weights(), WeightType.F32))
    return DecoderGraph(blocks, MICRO, cross_type=cross_type)


def test_heads_come_as_their_layers_do_and_keep_their_order_inside_one() -> None:
    assert by_layer([(2, 1), (0, 3), (2, 0), (1, 1)]) == [(0, 3), (1, 1), (2, 1), (2, 0)]


def test_the_step_keeps_keys_and_values_of_each_layer_as_state() -> None:
    model = decoder_graph().step_model()
    names = {variable.get_info().variable_id for variable in model.get_variables()}
    assert names == {"k0", "v0", "k1", "v1", "k2", "v2"}


def test_the_aligner_asks_only_for_what_it_reads() -> None:
    model = decoder_graph().alignment_model([(1, 1), (0, 0)])
    names = [parameter.get_friendly_name() for parameter in model.get_parameters()]
    assert names == ["tokens", "positions", "cross_k0", "cross_v0", "cross_k1"]  # the last layer's values go unused
    assert model.get_variables() == []


@pytest.mark.parametrize("cross_type", ["f32", "bf16"])
def test_only_cross_inputs_have_the_cross_type(cross_type: str) -> None:
    model = decoder_graph(cross_type).step_model()
    inputs = [p.get_element_type() for p in model.get_parameters() if p.get_friendly_name().startswith("cross")]
    state = [variable.get_info().data_type for variable in model.get_variables()]
    assert {element_type.to_string() for element_type in inputs} == {cross_type}
    assert {element_type.to_string() for element_type in state} == {"f32"}

import pytest

from dabir_core.asr.engines.openvino_blocks import Blocks
from dabir_core.asr.engines.openvino_encoder import build_encoder, build_projector
from dabir_core.asr.engines.openvino_weights import WeightNodes, WeightType
from dabir_core.openvino_runtime import load_openvino
from tests.random_whisper import MICRO, random_whisper


def blocks() -> Blocks:
    openvino = load_openvino()
    return Blocks(openvino, WeightNodes(openvino, random_whisper().weights(), WeightType.F32))


def test_it_gives_one_hidden_state_for_each_two_frames() -> None:
    model = build_encoder(blocks(), MICRO, attention_type="f32")
    model.reshape([5, MICRO.mel_bins, 60])
    assert [(output.get_any_name(), tuple(output.get_shape())) for output in model.outputs] == [("hidden", (5, 30, 64))]


@pytest.mark.parametrize("cross_type", ["f32", "bf16"])
def test_hidden_states_become_keys_and_values_for_each_decoder_layer(cross_type: str) -> None:
    model = build_projector(blocks(), MICRO, cross_type=cross_type)
    names = [output.get_any_name() for output in model.outputs]
    assert names == ["cross_k0", "cross_v0", "cross_k1", "cross_v1", "cross_k2", "cross_v2"]
    model.reshape([5, 30, MICRO.width])
    assert {(tuple(o.get_shape()), o.get_element_type().to_string()) for o in model.outputs} == {
        ((5, 2, 30, 32), cross_type)
    }

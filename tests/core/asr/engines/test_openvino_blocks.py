"""The nodes against torch's own layers."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from dabir_core.asr.engines.openvino_blocks import Blocks
from dabir_core.asr.engines.openvino_weights import WeightNodes, WeightType
from dabir_core.openvino_runtime import load_openvino, openvino_core
from tests.random_whisper import MICRO, random_whisper

X = (np.random.default_rng(0).normal(size=(2, 5, MICRO.width)) * 3 + 10).astype(np.float32)
LAYER = "encoder.layers.0"


def run(build: Callable[[Blocks, Any], Any]) -> NDArray[np.float32]:
    """Feeds X to a graph of one or few nodes."""
    openvino = load_openvino()
    blocks = Blocks(openvino, WeightNodes(openvino, random_whisper().weights(), WeightType.F32))
    x = openvino.opset16.parameter([-1, -1, MICRO.width], openvino.Type.f32)
    model = openvino.Model([blocks.result(build(blocks, x), "y")], [x], "part")
    compiled = openvino_core().compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return np.array(compiled(X)[0])


def module(name: str) -> Callable[[torch.Tensor], torch.Tensor]:
    """The reference's module of that name."""
    found: Callable[[torch.Tensor], torch.Tensor] = random_whisper().model.model.get_submodule(name)
    return found


def test_layer_norm() -> None:
    with torch.no_grad():
        expected = module(f"{LAYER}.final_layer_norm")(torch.from_numpy(X))
    ours = run(lambda blocks, x: blocks.layer_norm(x, f"{LAYER}.final_layer_norm"))
    np.testing.assert_allclose(ours, expected, atol=1e-4)


@pytest.mark.parametrize("scale", [1.0, 0.25])
@pytest.mark.parametrize("projection", ["q_proj", "k_proj"])  # the keys have no bias
def test_linear_scales_weight_and_bias(projection: str, scale: float) -> None:
    with torch.no_grad():
        expected = module(f"{LAYER}.self_attn.{projection}")(torch.from_numpy(X)) * scale
    ours = run(lambda blocks, x: blocks.linear(x, f"{LAYER}.self_attn.{projection}", scale=scale))
    np.testing.assert_allclose(ours, expected, atol=1e-4)


def test_heads_are_neighbouring_channels_and_merge_back() -> None:
    split = run(lambda blocks, x: blocks.split_heads(x, 4))
    np.testing.assert_array_equal(split[1, 2], X[1, :, 32:48])
    np.testing.assert_array_equal(run(lambda blocks, x: blocks.merge_heads(blocks.split_heads(x, 4))), X)

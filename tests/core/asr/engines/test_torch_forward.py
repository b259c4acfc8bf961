"""Our pass against transformers' modules, in both forms of the dense layers and in shapes of Whisper's family."""

from dataclasses import replace
from typing import cast

import numpy as np
import pytest
import torch

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.torch import TorchEngine
from tests.random_whisper import MICRO, RandomWhisper, random_log_mel, random_tokens, random_whisper

TOKENS = random_tokens(3, 70)
SHAPES = {
    "turbo": replace(MICRO, encoder_layers=3, decoder_layers=1),
    "large-v3": replace(MICRO, mel_bins=128, width=128),
    "unequal heads": replace(MICRO, encoder_heads=4),
}
LONG = replace(MICRO, target_positions=448)


@pytest.fixture(params=["packed", "dense"])
def form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both forms of the dense layers: this machine's, and that of devices without oneDNN."""
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: request.param == "packed")


def engine_of(whisper: RandomWhisper) -> TorchEngine:
    return TorchEngine.load(cast(Checkpoint, whisper))


def assert_logits_are_transformers(whisper: RandomWhisper, sizes: Dimensions, parts: tuple[int, ...]) -> None:
    """Three windows of 40 frames, fed in parts; every part's last logits are those of all tokens fed at once."""
    log_mel = random_log_mel(3, 40, mel_bins=sizes.mel_bins)
    tokens = TOKENS[:, : sum(parts)]
    expected = whisper.logits(log_mel, tokens)
    cache, fed = engine_of(whisper).encode(log_mel).start([0, 1, 2]), 0
    for part in parts:
        logits = cache.step(tokens[:, fed : fed + part])
        fed += part
        np.testing.assert_allclose(logits, expected[:, fed - 1], atol=2e-5)


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize("parts", [(5,), (1, 1, 1), (4, 3, 1), (4, *[1] * 66)])
def test_tokens_in_any_parts_give_transformers_logits(parts: tuple[int, ...]) -> None:
    assert_logits_are_transformers(random_whisper(LONG), LONG, parts)


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize("sizes", SHAPES.values(), ids=SHAPES.keys())
def test_every_shape_of_the_family_gives_transformers_logits(sizes: Dimensions) -> None:
    assert_logits_are_transformers(random_whisper(sizes, heads=[(0, 0)]), sizes, (4, 1, 2))


@pytest.mark.usefixtures("form")
def test_attention_of_any_head_is_what_transformers_reports() -> None:
    heads = [(layer, head) for layer in range(MICRO.decoder_layers) for head in range(MICRO.decoder_heads)]
    whisper, log_mel = random_whisper(heads=heads), random_log_mel(1, 60)
    weights = engine_of(whisper).encode(log_mel).align(0, TOKENS[0, :9])
    np.testing.assert_allclose(weights, whisper.cross_attention(log_mel[0], TOKENS[0, :9]), atol=1e-5)


def test_float16_stays_finite_where_its_range_ends() -> None:
    """Real checkpoints' encoders come near 65504; a layer's output that would be infinite is held at the limit."""
    whisper = random_whisper()
    with torch.no_grad():
        whisper.model.model.encoder.layers[0].fc2.weight.mul_(1e5)
    engine = TorchEngine.load(cast(Checkpoint, whisper), dtype="float16")
    assert torch.isfinite(engine.encode(random_log_mel(1, 20))._hidden).all()

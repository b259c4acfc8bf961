from collections.abc import Callable
from typing import cast

import numpy as np
import pytest
import torch

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.engines import torch as torch_engine
from dabir_core.asr.engines import torch_forward
from dabir_core.asr.engines.torch import TorchEngine
from dabir_core.asr.engines.torch_cache import KeysValues, Past
from dabir_core.asr.engines.torch_forward import Decoded, Fed
from dabir_core.asr.engines.torch_weights import Decoder
from dabir_core.errors import ModelMemory, OptionError
from tests.random_whisper import MICRO, RandomWhisper, random_log_mel, random_tokens, random_whisper

TOKENS = random_tokens(2, 9)


@pytest.fixture(scope="module")
def whisper() -> RandomWhisper:
    return random_whisper()


def load(whisper: RandomWhisper, *, dtype: str = "float32") -> TorchEngine:
    return TorchEngine.load(cast(Checkpoint, whisper), dtype=dtype)


@pytest.mark.parametrize("frames", [MICRO.window_frames, 120, 2])
def test_logits_are_those_of_the_whole_model_at_once(whisper: RandomWhisper, frames: int) -> None:
    log_mel = random_log_mel(2, frames)
    cache = load(whisper).encode(log_mel).start([0, 1])
    steps = [cache.step(TOKENS[:, :4]), *(cache.step(TOKENS[:, place : place + 1]) for place in range(4, 9))]
    np.testing.assert_allclose(np.stack(steps, axis=1), whisper.logits(log_mel, TOKENS)[:, 3:], atol=2e-5)


@pytest.mark.parametrize("frames", [MICRO.window_frames, 120])
def test_alignment_is_the_attention_that_transformers_reports(whisper: RandomWhisper, frames: int) -> None:
    log_mel = random_log_mel(2, frames)
    weights = load(whisper).encode(log_mel).align(1, TOKENS[0])
    assert weights.shape == (2, 9, frames // 2)
    np.testing.assert_allclose(weights, whisper.cross_attention(log_mel[1], TOKENS[0]), atol=1e-5)


def test_alignment_stops_at_the_last_layer_that_it_needs(
    whisper: RandomWhisper, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def decode(decoder: Decoder, fed: Fed, past: Past, *, cross: KeysValues) -> Decoded:
        asked.append((len(decoder.layers), len(cross)))
        return torch_forward.decode(decoder, fed, past, cross=cross)

    monkeypatch.setattr(torch_engine, "decode", decode)
    assert max(layer for layer, _ in whisper.alignment_heads) == 1
    load(whisper).encode(random_log_mel(1, 20)).align(0, TOKENS[0])
    assert asked == [(2, 2)]


def test_each_window_is_projected_once_and_rows_never_write_into_another(
    whisper: RandomWhisper, monkeypatch: pytest.MonkeyPatch
) -> None:
    projected = []

    def cross_keys_values(decoder: Decoder, encoded: torch.Tensor) -> KeysValues:
        projected.append(len(encoded))
        return torch_forward.cross_keys_values(decoder, encoded)

    encoded = load(whisper).encode(random_log_mel(2, 40))
    kept = encoded._hidden.clone()
    monkeypatch.setattr(torch_engine, "cross_keys_values", cross_keys_values)
    encoded.start([1, 1, 0, 1])
    assert projected == [2]
    cache = encoded.start([0, 1])
    cache.step(TOKENS)
    cache.reorder([1])
    cache.step(TOKENS[:1])
    assert torch.equal(encoded._hidden, kept)


@pytest.mark.parametrize(("dtype", "bits"), [("bfloat16", 8), ("float16", 11)])
def test_two_byte_types_compute_in_them_and_stay_near(whisper: RandomWhisper, dtype: str, bits: int) -> None:
    log_mel = random_log_mel(2, 40)
    engine = load(whisper, dtype=dtype)
    cache = engine.encode(log_mel).start([0])
    cache.join(engine.encode(log_mel).start([1]))
    logits = cache.step(TOKENS)
    expected = whisper.logits(log_mel, TOKENS)[:, -1]
    assert engine._model.dtype == engine._model.decoder.embedding.dtype == getattr(torch, dtype)
    assert logits.dtype == np.float32
    # a few roundings of the type's significant bits, of the logits' spread
    assert 0 < np.sqrt(np.mean((logits - expected) ** 2)) < 8 * 2.0**-bits * expected.std()


@pytest.mark.parametrize(
    ("device", "natively", "dtype"),
    [
        ("cpu", False, torch.bfloat16),
        ("cuda", True, torch.bfloat16),
        ("cuda", False, torch.float16),  # a GPU older than Ampere imitates bfloat16
        ("mps", False, torch.bfloat16),
    ],
)
def test_half_is_float16_where_a_gpu_would_only_imitate_bfloat16(
    monkeypatch: pytest.MonkeyPatch, device: str, natively: bool, dtype: torch.dtype
) -> None:
    def supported(*, including_emulation: bool) -> bool:
        return natively or including_emulation

    monkeypatch.setattr(torch.cuda, "is_bf16_supported", supported)
    assert torch_engine._dtype("half", torch.device(device)) is dtype


def test_its_name_says_precision_and_device(whisper: RandomWhisper) -> None:
    assert load(whisper).name == "torch float32 cpu"
    assert load(whisper, dtype="bfloat16").name == "torch bfloat16 cpu"


@pytest.mark.parametrize("device", ["meta", "xpu:7", "a teapot"])
def test_a_device_that_is_not_there_is_refused(whisper: RandomWhisper, device: str) -> None:
    with pytest.raises(OptionError, match="device"):
        TorchEngine.load(cast(Checkpoint, whisper), device=device)


def test_a_dtype_that_is_not_offered_is_refused(whisper: RandomWhisper) -> None:
    with pytest.raises(OptionError, match="dtype"):
        load(whisper, dtype="float8")


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(lambda: torch.OutOfMemoryError("CUDA out of memory"), id="accelerator"),
        pytest.param(MemoryError, id="python"),
        pytest.param(
            lambda: RuntimeError("[enforce fail at alloc_cpu.cpp:124] DefaultCPUAllocator: can't allocate memory"),
            id="cpu",
        ),
        pytest.param(
            lambda: RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
            id="library",
        ),
        pytest.param(lambda: RuntimeError("CUDA error: out of memory"), id="driver"),
    ],
)
def test_too_little_memory_is_told(
    whisper: RandomWhisper, monkeypatch: pytest.MonkeyPatch, error: Callable[[], Exception]
) -> None:
    def fail(*_: object) -> None:
        raise error()

    engine = load(whisper)
    monkeypatch.setattr(torch_engine, "encode", fail)
    with pytest.raises(ModelMemory, match="random"):
        engine.encode(random_log_mel(1, 20))


def test_other_failures_of_torch_are_not_called_memory(whisper: RandomWhisper) -> None:
    with pytest.raises(RuntimeError, match="channels"):
        load(whisper).encode(random_log_mel(1, 20, mel_bins=3))

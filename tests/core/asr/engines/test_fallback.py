"""An engine that runs out of memory, at any moment, and one that takes over: the text is as if nothing had happened."""

import numpy as np
import pytest

from dabir_core.arrays import Logits, LogMel, TokenIds
from dabir_core.asr.engines.engine import Cache, Encoded
from dabir_core.asr.engines.fallback import FallbackEngine
from dabir_core.asr.engines.torch import TorchCache
from dabir_core.errors import ModelMemory
from dabir_core.notices import Notice
from tests.engines import openvino_engine, said_after, torch_engine
from tests.fakes import FAKE_DIMENSIONS, FakeEngine
from tests.random_whisper import MICRO, random_log_mel, random_tokens, random_whisper
from tests.small_gpu import Gpu, SmallEngine

FRAMES = 40


def answer(_window: int, fed: tuple[int, ...]) -> int:
    """Depends on all that was fed, so that nothing may be forgotten."""
    return (sum((place + 1) * token for place, token in enumerate(fed)) + 7) % FAKE_DIMENSIONS.vocabulary


def log_mel(windows: int) -> LogMel:
    return np.random.default_rng(0).standard_normal((windows, FAKE_DIMENSIONS.mel_bins, FRAMES)).astype(np.float32)


def engines(gpu: Gpu) -> tuple[FallbackEngine, list[FakeEngine], list[Notice]]:
    """The engine, those that took over, and what was told."""
    spares: list[FakeEngine] = []
    told: list[Notice] = []

    def spare() -> FakeEngine:
        spares.append(FakeEngine(answer, name="cpu"))
        return spares[-1]

    return FallbackEngine(SmallEngine(gpu, FakeEngine(answer, name="gpu")), spare, tell=told.append), spares, told


def beams(encoded: Encoded) -> list[Logits]:
    """One window decoded in beams that part, change places, leave and are aligned."""
    cache = encoded.start([0])
    logits = [cache.step(np.array([[1, 2, 3]]))]
    cache.reorder([0, 0, 0])
    logits.append(cache.step(np.array([[4], [5], [6]])))
    cache.reorder([2, 1, 1])
    logits.append(cache.step(np.array([[7], [8], [9]])))
    cache.reorder([1])
    logits.append(cache.step(np.array([[10]])))
    logits.append(encoded.align(0, np.array([1, 2, 3])))
    assert cache.lengths == (6,)
    return logits


@pytest.mark.parametrize("left", range(11))
def test_whenever_memory_runs_out_the_answers_are_the_same(left: int) -> None:
    engine, spares, told = engines(Gpu(left))
    expected = beams(FakeEngine(answer).encode(log_mel(1)))
    for found, wanted in zip(beams(engine.encode(log_mel(1))), expected, strict=True):
        np.testing.assert_array_equal(found, wanted)
    assert engine.has_moved is (left < 10)
    assert (len(spares), told) == ((1, [Notice.GPU_MEMORY]) if left < 10 else (0, []))
    assert engine.name == ("cpu" if left < 10 else "gpu")


def test_what_comes_after_goes_to_the_other_engine_at_once() -> None:
    gpu = Gpu(left=2)
    engine, spares, _ = engines(gpu)
    early = engine.encode(log_mel(1)), engine.encode(log_mel(1))
    early[0].start([0])
    done = gpu.done
    early[1].start([0]).step(np.array([[1]]))
    engine.encode(log_mel(1)).align(0, np.array([1]))
    assert gpu.done == done
    assert len(spares[0].log_mels) == 3


def test_several_windows_are_told_so_that_fewer_are_tried() -> None:
    engine, spares, told = engines(Gpu(left=100, most=2))
    with pytest.raises(ModelMemory):
        engine.encode(log_mel(3))
    encoded = engine.encode(log_mel(2))
    with pytest.raises(ModelMemory):
        encoded.start([0, 1, 1])
    caches = [encoded.start([row]) for row in (0, 1)]
    caches[0].join(caches[1])
    caches[0].step(np.array([[1], [2]]))
    with pytest.raises(ModelMemory):
        caches[0].reorder([0, 1, 1])
    assert (spares, told) == ([], [])


def test_rows_on_both_engines_may_join() -> None:
    gpu = Gpu(left=100)
    engine, _, _ = engines(gpu)
    caches: list[Cache] = [engine.encode(log_mel(1)).start([0]) for _ in range(3)]
    for place, cache in enumerate(caches):
        cache.step(np.array([[place] * (place + 1)]))
    gpu.left = 0
    caches[1].step(np.array([[5]]))
    assert engine.has_moved
    caches[1].join(caches[0])
    caches[2].join(caches[1])
    assert caches[2].lengths == (3, 3, 1)
    found = caches[2].step(np.array([[9], [9], [9]]))
    expected = [answer(0, fed) for fed in ((2, 2, 2, 9), (1, 1, 5, 9), (0, 9))]
    assert found.argmax(axis=1).tolist() == expected


def test_an_empty_cache_moves_too() -> None:
    gpu = Gpu(left=100)
    engine, _, _ = engines(gpu)
    empty, other = (engine.encode(log_mel(1)).start([0]) for _ in range(2))
    empty.reorder([])
    gpu.left = 0
    other.step(np.array([[1]]))
    empty.join(other)
    assert empty.step(np.array([[2]])).argmax() == answer(0, (1, 2))


def test_two_that_are_too_small_say_so() -> None:
    fake = FakeEngine(answer)
    engine = FallbackEngine(SmallEngine(Gpu(0), fake), lambda: SmallEngine(Gpu(1), fake), tell=lambda _: None)
    encoded = engine.encode(log_mel(1))
    with pytest.raises(ModelMemory):
        encoded.start([0])
    with pytest.raises(ModelMemory):
        engine.encode(log_mel(1))


def test_a_row_goes_on_from_torch_to_openvino_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    whisper, tokens = random_whisper(), random_tokens(1, 8)
    sound = random_log_mel(1, MICRO.window_frames)
    expected = said_after(torch_engine(whisper).encode(sound), 0, tokens[0])
    engine = FallbackEngine(torch_engine(whisper), lambda: openvino_engine(whisper), tell=lambda _: None)
    cache = engine.encode(sound).start([0])
    cache.step(tokens[:, :5])

    def fail(_cache: TorchCache, _tokens: TokenIds) -> Logits:
        raise ModelMemory("gpu")

    monkeypatch.setattr(TorchCache, "step", fail)
    found = cache.step(tokens[:, 5:])
    assert engine.name.startswith("openvino")
    np.testing.assert_allclose(found[0], expected, atol=1e-3)

"""Every engine on a small random checkpoint, for what all of them promise."""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np

from dabir_core.arrays import Logits, TokenIds
from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.engines.engine import Encoded, Engine
from dabir_core.asr.engines.fallback import FallbackEngine
from dabir_core.asr.engines.openvino import OpenVinoEngine
from dabir_core.asr.engines.openvino_precision import Precision
from dabir_core.asr.engines.torch import TorchEngine
from tests.fakes import FakeEngine
from tests.random_whisper import RandomWhisper


def fake_engine(whisper: RandomWhisper) -> Engine:
    """Its logits are drawn anew for each window and each sequence of tokens."""
    sizes = whisper.dimensions

    def answer(window: int, fed: tuple[int, ...]) -> dict[int, float]:
        return dict(enumerate(np.random.default_rng((window, *fed)).normal(size=sizes.vocabulary).tolist()))

    return FakeEngine(answer, sizes)


def openvino_engine(whisper: RandomWhisper) -> Engine:
    return OpenVinoEngine.load(whisper, precision=Precision.F32, threads=1)


def torch_engine(whisper: RandomWhisper) -> Engine:
    return TorchEngine.load(cast(Checkpoint, whisper), device="cpu", dtype="float32")


def fallback_engine(whisper: RandomWhisper) -> Engine:
    """One that never has to move."""
    return FallbackEngine(fake_engine(whisper), lambda: torch_engine(whisper), tell=lambda _: None)


EVERY_ENGINE: dict[str, Callable[[RandomWhisper], Engine]] = {
    "fake": fake_engine,
    "openvino": openvino_engine,
    "torch": torch_engine,
    "fallback": fallback_engine,
}
"""By the name that a test's id shows."""


def said_after(encoded: Encoded, window: int, tokens: Sequence[int] | TokenIds) -> Logits:
    """(V,) logits of a fresh cache that was fed the tokens one by one."""
    cache = encoded.start([window])
    logits = [cache.step(np.array([[token]]))[0] for token in tokens]
    return cast(Logits, logits[-1])

"""An engine that says as many tokens as its sound is long, so that random weights do the work of Persian speech.

It wraps any engine: end-of-text is impossible before the count is reached and certain afterwards. All other logits, and
all the work, are the engine's own. How long a window's sound is shows in its log-mel: padding lies at the floor.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from dabir_core.arrays import CrossAttention, Logits, LogMel, TokenIds
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines import Cache, Encoded, Engine
from dabir_core.units import Seconds

TOKENS_PER_SECOND = 100 / 30
"""The density of Persian speech (facts measured with Whisper's own vocabulary)."""
FRAMES_PER_SECOND = 100
PROMPT_TOKENS = 4
"""Start, language, task and no-timestamps: nothing else is fed before the text."""
CERTAIN = 50.0
"""Above all other logits by so much, nats."""
_FLOOR_TOLERANCE = 1e-4


@dataclass(slots=True)
class Work:
    """What the engine was asked to do: windows encoded and their seconds of sound, calls and rows of decoder steps.

    `encode_s`, `start_s` and `step_s` are wall-clock seconds in the engine; starting makes cross-attention's keys.
    """

    windows: int = 0
    sound_s: Seconds = 0.0
    encode_s: Seconds = 0.0
    start_s: Seconds = 0.0
    steps: int = 0
    row_steps: int = 0
    step_s: Seconds = 0.0


class ForcedEngine:
    """Obeys `Engine`."""

    def __init__(self, engine: Engine, *, tokens_per_second: float, end_of_text: int) -> None:
        self.work = Work()
        self._engine = engine
        self._tokens_per_second = tokens_per_second
        self._end_of_text = end_of_text

    @property
    def name(self) -> str:
        """See Engine."""
        return self._engine.name

    @property
    def dimensions(self) -> Dimensions:
        """See Engine."""
        return self._engine.dimensions

    @property
    def free_bytes(self) -> int:
        """See Engine."""
        return self._engine.free_bytes

    def encode(self, log_mel: LogMel) -> "ForcedEncoded":
        """See Engine."""
        seconds = [sound_seconds(window) for window in log_mel]
        self.work.windows += len(seconds)
        self.work.sound_s += sum(seconds)
        wanted = [max(1, round(each * self._tokens_per_second)) for each in seconds]
        began = time.perf_counter()
        encoded = self._engine.encode(log_mel)
        self.work.encode_s += time.perf_counter() - began
        return ForcedEncoded(encoded, wanted, self.work, end_of_text=self._end_of_text)


class ForcedEncoded:
    """Obeys `Encoded`."""

    def __init__(self, encoded: Encoded, wanted: Sequence[int], work: Work, *, end_of_text: int) -> None:
        self._encoded = encoded
        self._wanted = wanted
        self._work = work
        self._end_of_text = end_of_text

    @property
    def windows(self) -> int:
        """See Encoded."""
        return self._encoded.windows

    @property
    def positions(self) -> int:
        """See Encoded."""
        return self._encoded.positions

    def start(self, rows: Sequence[int]) -> "ForcedCache":
        """See Encoded."""
        wanted = [self._wanted[row] for row in rows]
        began = time.perf_counter()
        cache = self._encoded.start(rows)
        self._work.start_s += time.perf_counter() - began
        return ForcedCache(cache, wanted, self._work, end_of_text=self._end_of_text)

    def align(self, window: int, tokens: TokenIds) -> CrossAttention:
        """See Encoded."""
        return self._encoded.align(window, tokens)


class ForcedCache:
    """Obeys `Cache`; `wanted` is each row's count of tokens, end-of-text not counted."""

    def __init__(self, cache: Cache, wanted: Sequence[int], work: Work, *, end_of_text: int) -> None:
        self._cache = cache
        self._wanted = list(wanted)
        self._work = work
        self._end_of_text = end_of_text

    @property
    def lengths(self) -> tuple[int, ...]:
        """See Cache."""
        return self._cache.lengths

    def step(self, tokens: TokenIds) -> Logits:
        """See Cache."""
        began = time.perf_counter()
        logits = self._cache.step(tokens)
        self._work.step_s += time.perf_counter() - began
        self._work.steps += 1
        self._work.row_steps += len(logits)
        for row, (length, wanted) in enumerate(zip(self.lengths, self._wanted, strict=True)):
            said = length - PROMPT_TOKENS
            logits[row, self._end_of_text] = -np.inf if said < wanted else logits[row].max() + CERTAIN
        return logits

    def reorder(self, rows: Sequence[int]) -> None:
        """See Cache."""
        self._cache.reorder(rows)
        self._wanted = [self._wanted[row] for row in rows]

    def join(self, other: Self) -> None:
        """See Cache."""
        self._cache.join(other._cache)
        self._wanted += other._wanted


def sound_seconds(log_mel: LogMel) -> Seconds:
    """How much of a (M, F) window comes before its padding."""
    is_sound = (log_mel > log_mel.min() + _FLOOR_TOLERANCE).any(axis=0)
    return 0.0 if not is_sound.any() else float(np.flatnonzero(is_sound)[-1] + 1) / FRAMES_PER_SECOND

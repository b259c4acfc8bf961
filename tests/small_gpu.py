"""An engine whose memory runs out when a test says so, and whose state is spoilt then, as a real one's is."""

from collections.abc import Sequence
from dataclasses import dataclass

from dabir_core.arrays import CrossAttention, Logits, LogMel, TokenIds
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.engines.engine import Cache, Encoded, Engine
from dabir_core.errors import ModelMemory


@dataclass
class Gpu:
    """Memory for `left` more pieces of work, and none for more rows than `most` at once."""

    left: int
    most: int = 100
    done: int = 0

    def work(self, rows: int) -> None:
        self.done += 1
        if self.done > self.left or rows > self.most:
            raise ModelMemory("gpu")


@dataclass(frozen=True)
class SmallEngine:
    """Obeys `Engine`: another one on such a GPU."""

    gpu: Gpu
    inner: Engine

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def dimensions(self) -> Dimensions:
        return self.inner.dimensions

    @property
    def free_bytes(self) -> int:
        return self.inner.free_bytes

    def encode(self, log_mel: LogMel) -> "SmallEncoded":
        self.gpu.work(len(log_mel))
        return SmallEncoded(self.gpu, self.inner.encode(log_mel))


@dataclass(frozen=True)
class SmallEncoded:
    gpu: Gpu
    inner: Encoded

    @property
    def windows(self) -> int:
        return self.inner.windows

    @property
    def positions(self) -> int:
        return self.inner.positions

    def start(self, rows: Sequence[int]) -> "SmallCache":
        self.gpu.work(len(rows))
        return SmallCache(self.gpu, self.inner.start(rows))

    def align(self, window: int, tokens: TokenIds) -> CrossAttention:
        self.gpu.work(1)
        return self.inner.align(window, tokens)


@dataclass
class SmallCache:
    gpu: Gpu
    inner: Cache
    is_spoilt: bool = False

    @property
    def lengths(self) -> tuple[int, ...]:
        return self.inner.lengths

    def step(self, tokens: TokenIds) -> Logits:
        self._work(len(tokens))
        return self.inner.step(tokens)

    def reorder(self, rows: Sequence[int]) -> None:
        self._work(len(rows))
        self.inner.reorder(rows)

    def join(self, other: "SmallCache") -> None:
        self._work(len(self.lengths) + len(other.lengths))
        self.inner.join(other.inner)

    def _work(self, rows: int) -> None:
        assert not self.is_spoilt, "a cache whose memory ran out is not used again"
        self.is_spoilt = True
        self.gpu.work(rows)
        self.is_spoilt = False

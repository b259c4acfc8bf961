"""Memory that is full of other rows, and clocks that hardly tick: what the engine's thread makes of them."""

import threading
import time
import weakref
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import pytest

from dabir_core.arrays import CrossAttention, Logits, LogMel, TokenIds
from dabir_core.asr.memory_budget import row_bytes
from dabir_core.asr.orders import Claim
from dabir_core.asr.scheduler import Scheduler
from dabir_core.asr.search import DecodingRequest
from dabir_core.errors import ModelMemory
from dabir_core.options import Urgency
from dabir_core.progress import CancelToken
from tests.fakes import FakeCache, FakeEncoded, FakeEngine
from tests.scripted import END, START, small_checkpoint

KNOWN = small_checkpoint(positions=448)
MEL = np.zeros((1, 80, 3000), np.float32)


@dataclass
class FullDevice:
    """Has no room for one kind of work of window 1 while window 0 is decoded, which ends after room was asked for."""

    refused_kind: str
    refusals: int = 0
    is_running: threading.Event = field(default_factory=threading.Event)
    is_over: bool = False

    def ask(self, window: int, kind: str) -> None:
        if window == 1 and kind == self.refused_kind and not self.is_over:
            self.refusals += 1
            raise ModelMemory("small")

    def answer(self, window: int, fed: tuple[int, ...]) -> int:
        if window == 1 or fed == (START,):
            return END if len(fed) > 9 else 7
        self.is_running.set()
        time.sleep(0.002)
        self.is_over = self.is_over or len(fed) > (60 if self.refusals else 400)
        return END if self.is_over else 7


@dataclass
class FullEngine(FakeEngine):
    device: FullDevice = field(default_factory=lambda: FullDevice(""))

    def encode(self, log_mel: LogMel) -> "FullEncoded":
        self.device.ask(len(self.log_mels), "encode")
        plain = super().encode(log_mel)
        return FullEncoded(plain.answer, plain.dimensions, plain.numbers, plain.positions, self.device)


@dataclass(frozen=True)
class FullEncoded(FakeEncoded):
    device: FullDevice

    def start(self, rows: Sequence[int]) -> "FullCache":
        plain = super().start(rows)
        return FullCache(plain.answer, plain.vocabulary, plain.rows, self.device)

    def align(self, window: int, tokens: TokenIds) -> CrossAttention:
        self.device.ask(self.numbers[window], "align")
        return super().align(window, tokens)


@dataclass
class FullCache(FakeCache):
    device: FullDevice

    def step(self, tokens: TokenIds) -> Logits:
        if tokens.shape[1] > 1:
            self.device.ask(self.rows[0][0], "open")
        return super().step(tokens)

    def reorder(self, rows: Sequence[int]) -> None:
        if len(rows) < len(self.rows):
            self.device.ask(1, "leave")
        super().reorder(rows)


def claim(urgency: Urgency = Urgency.FILE) -> Claim:
    return Claim(urgency, CancelToken())


@pytest.mark.parametrize("urgency", [Urgency.FILE, Urgency.NOTE])
@pytest.mark.parametrize("kind", ["encode", "open", "align"])
def test_what_does_not_fit_beside_other_rows_waits_for_them(kind: str, urgency: Urgency) -> None:
    device = FullDevice(kind)
    engine = FullEngine(device.answer, KNOWN.dimensions, device=device)
    with Scheduler(engine, KNOWN) as scheduler, ThreadPoolExecutor(1) as pool:
        first = pool.submit(lambda: scheduler.encode(MEL, claim()).decode(DecodingRequest("fa")))
        assert device.is_running.wait(20)
        second = scheduler.encode(MEL, claim(urgency))
        assert second.decode(DecodingRequest("fa")).tokens == (7,) * 6
        assert second.align(np.array([START, 7, END])).shape == (1, 3, 1500)
        assert set(first.result(20).tokens) == {7}
    assert device.refusals == 1


def test_a_text_that_ends_where_memory_does_is_not_lost() -> None:
    device = FullDevice("leave")
    engine = FullEngine(device.answer, KNOWN.dimensions, device=device)
    with Scheduler(engine, KNOWN) as scheduler, ThreadPoolExecutor(2) as pool:
        first = pool.submit(lambda: scheduler.encode(MEL, claim()).decode(DecodingRequest("fa")))
        assert device.is_running.wait(20)
        second = pool.submit(lambda: scheduler.encode(MEL, claim()).decode(DecodingRequest("fa")))
        assert second.result(20).tokens == (7,) * 6
        assert set(first.result(20).tokens) == {7}
    assert device.refusals == 1


def test_a_clock_that_does_not_tick_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    # Windows' monotonic clock ticks every 16 ms before Python 3.13
    monkeypatch.setattr("dabir_core.asr.engine_loop.time.monotonic", lambda: 1.0)
    with Scheduler(FakeEngine(lambda _, fed: END if len(fed) > 9 else 7, KNOWN.dimensions), KNOWN) as scheduler:
        assert scheduler.encode(MEL, claim()).decode(DecodingRequest("fa")).tokens == (7,) * 6


def test_windows_that_wait_to_be_decoded_hold_no_more_memory_than_is_admitted() -> None:
    engine = FakeEngine(lambda _, fed: END if len(fed) > 9 else 7, KNOWN.dimensions)
    with Scheduler(engine, KNOWN, most_rows=2) as scheduler:
        heard = [scheduler.encode(MEL, claim()) for _ in range(5)]
        assert [each.window.opened is not None for each in heard] == [False, False, False, True, True]
        assert {each.decode(DecodingRequest("fa")).tokens for each in heard} == {(7,) * 6}


@dataclass
class CrampedEngine(FakeEngine):
    """Has room for one cache at a time."""

    caches: list[weakref.ref[FakeCache]] = field(default_factory=list)

    def encode(self, log_mel: LogMel) -> "CrampedEncoded":
        plain = super().encode(log_mel)
        return CrampedEncoded(plain.answer, plain.dimensions, plain.numbers, plain.positions, self.caches)


@dataclass(frozen=True)
class CrampedEncoded(FakeEncoded):
    caches: list[weakref.ref[FakeCache]]

    def start(self, rows: Sequence[int]) -> FakeCache:
        if any(cache() is not None for cache in self.caches):
            raise ModelMemory("small")
        cache = super().start(rows)
        self.caches.append(weakref.ref(cache))
        return cache


def test_windows_that_only_wait_give_their_memory_to_those_that_need_it() -> None:
    engine = CrampedEngine(lambda _, fed: END if len(fed) > 9 else 7, KNOWN.dimensions)
    with Scheduler(engine, KNOWN) as scheduler:
        first, second = (scheduler.encode(MEL, claim()) for _ in range(2))
        assert (first.window.opened, second.window.opened is None) == (None, False)
        assert {each.decode(DecodingRequest("fa")).tokens for each in (first, second)} == {(7,) * 6}


@dataclass
class Pausing:
    """Says on until it is let go; tells when so many windows are decoded together, and keeps the most there were."""

    wanted: int
    together: threading.Event = field(default_factory=threading.Event)
    is_over: threading.Event = field(default_factory=threading.Event)
    running: set[int] = field(default_factory=set)
    most: int = 0

    def answer(self, window: int, fed: tuple[int, ...]) -> int:
        if fed == (START,):
            return 7
        self.running.add(window)
        self.most = max(self.most, len(self.running))
        if len(self.running) >= self.wanted:
            self.together.set()
        time.sleep(0.001 if self.together.is_set() else 0.01)  # the first must not end before the others begin
        if not self.is_over.is_set() and len(fed) < 440:
            return 7
        self.running.remove(window)
        return END


def decoded(scheduler: Scheduler, urgency: Urgency) -> None:
    scheduler.encode(MEL, claim(urgency)).decode(DecodingRequest("fa"))


def test_a_window_that_waits_keeps_no_cache_while_the_batch_is_full() -> None:
    pausing = Pausing(2)
    engine = FakeEngine(pausing.answer, KNOWN.dimensions)
    with Scheduler(engine, KNOWN, most_rows=3) as scheduler, ThreadPoolExecutor(2) as pool:
        first, second = (scheduler.encode(MEL, claim()) for _ in range(2))
        running = [pool.submit(decoded, scheduler, Urgency.NOTE) for _ in range(2)]
        assert pausing.together.wait(20)
        # three are admitted: two are decoded, and of the two that wait the last one has its cache
        assert [each.window.opened is not None for each in (first, second)] == [False, True]
        pausing.is_over.set()
        for each in running:
            each.result(20)


def test_all_urgencies_together_have_no_more_rows_than_are_admitted() -> None:
    pausing = Pausing(4)
    engine = FakeEngine(pausing.answer, KNOWN.dimensions, free_bytes=2 * 4 * row_bytes(KNOWN.dimensions))
    with Scheduler(engine, KNOWN) as scheduler, ThreadPoolExecutor(6) as pool:
        running = [pool.submit(decoded, scheduler, Urgency.FILE) for _ in range(3)]
        running += [pool.submit(decoded, scheduler, Urgency.NOTE) for _ in range(3)]
        assert pausing.together.wait(20)
        pausing.is_over.set()
        for each in running:
            each.result(20)
    assert pausing.most == 4

"""The thread that owns the engine: batches of many callers, cancelling, errors, memory, its end."""

import gc
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import pytest

from dabir_core.arrays import CrossAttention, Logits, LogMel, TokenIds
from dabir_core.asr.dimensions import Dimensions
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.orders import Claim, Inbox, Withdrawn, attending
from dabir_core.asr.scheduler import HeardWindow, Scheduler
from dabir_core.asr.search import BeamRule, DecodingRequest
from dabir_core.errors import CheckpointCorrupt, ModelMemory, OptionError
from dabir_core.options import Urgency
from dabir_core.progress import CancelToken
from tests.fakes import Answer, FakeCache, FakeEncoded, FakeEngine
from tests.scripted import END, LANGUAGES, NO_SPEECH, PREVIOUS, START, small_checkpoint

KNOWN = small_checkpoint(positions=448)
FA = DecodingRequest("fa")
MEL = np.zeros((1, 80, 3000), np.float32)


def claim(urgency: Urgency = Urgency.FILE, cancel: CancelToken | None = None) -> Claim:
    return Claim(urgency, cancel or CancelToken())


@dataclass
class WatchedEngine:
    """Obeys `Engine`; remembers how many rows each step had. What `before` does happens in the engine's thread."""

    answer: Answer
    before: Callable[[str, int], None] = lambda _kind, _rows: None
    steps: list[int] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    name: str = "watched"
    dimensions: Dimensions = KNOWN.dimensions
    free_bytes: int = 1 << 40

    def __post_init__(self) -> None:
        self.plain = FakeEngine(self.answer, self.dimensions)

    def encode(self, log_mel: LogMel) -> "WatchedEncoded":
        self.note("encode", 1)
        return WatchedEncoded(self.plain.encode(log_mel), self)

    def note(self, kind: str, rows: int) -> None:
        self.threads.add(threading.get_ident())
        self.before(kind, rows)
        if kind == "step":
            self.steps.append(rows)


@dataclass
class WatchedEncoded:
    plain: FakeEncoded
    engine: WatchedEngine

    @property
    def windows(self) -> int:
        return self.plain.windows

    @property
    def positions(self) -> int:
        return self.plain.positions

    def start(self, rows: Sequence[int]) -> "WatchedCache":
        cache = self.plain.start(rows)
        return WatchedCache(cache.answer, cache.vocabulary, cache.rows, self.engine)

    def align(self, window: int, tokens: TokenIds) -> CrossAttention:
        self.engine.note("align", 1)
        return self.plain.align(window, tokens)


@dataclass
class WatchedCache(FakeCache):
    engine: WatchedEngine

    def step(self, tokens: TokenIds) -> Logits:
        self.engine.note("step", len(tokens))
        return super().step(tokens)


def says(window: int, fed: tuple[int, ...]) -> Mapping[int, float]:
    """Window w says 2 + w % 10, as many times as 20 + w, after whatever prompt."""
    said = len(fed) - fed.index(START) - 4
    return {END if said >= 20 + window else 2 + window % 10: 20.0}


def read(scheduler: Scheduler, of: Claim, request: DecodingRequest = FA) -> Hypothesis:
    return scheduler.encode(MEL, of).decode(request)


def read_together(scheduler: Scheduler, count: int, urgency: Urgency = Urgency.FILE) -> list[Hypothesis]:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(lambda _: read(scheduler, claim(urgency)), range(count)))


def test_windows_of_many_callers_share_the_steps() -> None:
    # a step costs the same whatever its rows, as reading the weights does
    engine = WatchedEngine(says, before=lambda *_: time.sleep(0.003))
    with Scheduler(engine, KNOWN, most_rows=8) as scheduler:
        found = read_together(scheduler, 24)
    assert sorted(len(each.tokens) for each in found) == list(range(20, 44))
    assert all(set(each.tokens) == {2 + (len(each.tokens) - 20) % 10} for each in found)
    assert max(engine.steps) == 8
    assert len(engine.threads) == 1
    # each of the 24 has a first step; the other 780 tokens are said about eight at a time, and fewer at the end
    assert len(engine.steps) - 24 < 780 / 4


def test_never_more_rows_than_the_memory_admits() -> None:
    engine = WatchedEngine(says, before=lambda *_: time.sleep(0.001))
    with Scheduler(engine, KNOWN, most_rows=3) as scheduler:
        read_together(scheduler, 10)
    assert max(engine.steps) == 3


def test_an_encoded_window_tells_language_and_silence_once_for_all_attempts() -> None:
    def answer(_window: int, fed: tuple[int, ...]) -> Mapping[int, float]:
        return {LANGUAGES["fa"]: 20.0, NO_SPEECH: 20.0} if fed == (START,) else {END if len(fed) > 9 else 7: 20.0}

    engine = WatchedEngine(answer)
    with Scheduler(engine, KNOWN) as scheduler:
        heard = scheduler.encode(MEL, claim())
        english, persian = heard.languages(("en", "fa"))
        assert (english, persian) == pytest.approx((-20.0, 0.0), abs=1e-6)  # of two, log-softmax of 0 and 20
        assert heard.no_speech == pytest.approx(0.5, abs=1e-6)
        attempts = [
            heard.decode(FA, context=(3, 4)),
            heard.decode(FA),
            heard.decode(DecodingRequest("fa", beams=BeamRule(2))),
        ]
        attention = heard.align(np.array([START, 7, END]))
    assert {each.no_speech_probability for each in attempts} == {heard.no_speech}
    assert attempts[1].tokens == attempts[2].tokens == (7,) * 6
    assert attempts[0].tokens == (7,) * 3  # it ends at the tenth token fed, three of which are earlier text
    assert len(engine.plain.log_mels) == 1
    assert attention.shape == (1, 3, 1500)


def test_earlier_text_stands_before_the_start() -> None:
    seen: list[tuple[int, ...]] = []

    def answer(_window: int, fed: tuple[int, ...]) -> int:
        seen.append(fed)
        return END if len(fed) > 8 else 7

    with Scheduler(FakeEngine(answer, KNOWN.dimensions), KNOWN) as scheduler:
        scheduler.encode(MEL, claim()).decode(FA, context=(3, 4))
    assert seen[0] == (START,)
    assert seen[1][:4] == (PREVIOUS, 3, 4, START)


class Gate:
    """Lets the engine's thread into one kind of call only when it is opened."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.reached, self.opened = threading.Event(), threading.Event()

    def __call__(self, kind: str, _rows: int) -> None:
        if kind == self.kind:
            self.reached.set()
            assert self.opened.wait(20)


@pytest.mark.parametrize("kind", ["encode", "step", "align"])
def test_a_cancelled_call_returns_while_a_native_call_hangs(kind: str) -> None:
    gate = Gate(kind)
    engine = WatchedEngine(says, before=gate)
    cancel = CancelToken()

    def work(scheduler: Scheduler) -> None:
        heard = scheduler.encode(MEL, claim(cancel=cancel))
        heard.decode(FA)
        heard.align(np.array([START, END]))

    with Scheduler(engine, KNOWN) as scheduler, ThreadPoolExecutor(1) as pool:
        working = pool.submit(work, scheduler)
        assert gate.reached.wait(20)
        began = time.monotonic()
        cancel.cancel()
        with pytest.raises(Withdrawn):
            working.result(20)
        assert time.monotonic() - began < 1.0, "milliseconds, and more for a machine that does other things"
        assert not gate.opened.is_set()
        gate.opened.set()
        assert len(read(scheduler, claim()).tokens) >= 20


def test_a_cancelled_row_leaves_the_batch_and_the_others_go_on() -> None:
    cancel, is_running = CancelToken(), threading.Event()

    def before(kind: str, rows: int) -> None:
        if kind == "step":
            time.sleep(0.0 if is_running.is_set() else 0.01)  # the second one comes while the first is said
        if rows == 2:
            is_running.set()

    def answer(window: int, fed: tuple[int, ...]) -> int:
        if window == 0 and cancel.is_cancelled:
            return END if len(fed) > 60 else 7
        return 7  # for ever, or until the other one was cancelled

    engine = WatchedEngine(answer, before=before)
    with Scheduler(engine, KNOWN) as scheduler, ThreadPoolExecutor(2) as pool:
        staying = pool.submit(read, scheduler, claim())
        while not engine.plain.log_mels:
            time.sleep(0.001)
        leaving = pool.submit(read, scheduler, claim(cancel=cancel))
        assert is_running.wait(20)
        cancel.cancel()
        with pytest.raises(Withdrawn):
            leaving.result(20)
        assert set(staying.result(20).tokens) == {7}
    assert engine.steps[-1] == 1


def test_an_error_of_the_engine_reaches_its_caller_alone() -> None:
    def before(kind: str, _rows: int) -> None:
        if kind == "encode" and next(numbers) == 1:
            raise RuntimeError("the second window is poison")

    numbers = iter(range(100))
    with Scheduler(WatchedEngine(says, before=before), KNOWN) as scheduler:
        with ThreadPoolExecutor(4) as pool:
            calls = [pool.submit(read, scheduler, claim()) for _ in range(4)]
        failed = [call for call in calls if call.exception()]
        assert [str(call.exception()) for call in failed] == ["the second window is poison"]
        assert len(read(scheduler, claim()).tokens) >= 20


def test_an_error_in_a_step_reaches_all_of_its_rows_and_no_later_one() -> None:
    def before(_kind: str, rows: int) -> None:
        time.sleep(0.02)  # so that all three come while the first is said
        if rows == 3 and not raised:
            raised.append(rows)
            raise RuntimeError("a step failed")

    raised: list[int] = []
    with Scheduler(WatchedEngine(says, before=before), KNOWN, most_rows=3) as scheduler:
        with ThreadPoolExecutor(3) as pool:
            calls = [pool.submit(read, scheduler, claim()) for _ in range(3)]
        assert [str(call.exception()) for call in calls] == ["a step failed"] * 3
        assert len(read_together(scheduler, 3)) == 3


def test_broken_weights_and_unknown_languages_are_told() -> None:
    broken = FakeEngine(lambda *_: {7: np.nan}, KNOWN.dimensions)
    with Scheduler(broken, KNOWN) as scheduler, pytest.raises(CheckpointCorrupt):
        scheduler.encode(MEL, claim())
    with Scheduler(FakeEngine(says, KNOWN.dimensions), KNOWN) as scheduler, pytest.raises(OptionError):
        read(scheduler, claim(), DecodingRequest("klingon"))


@pytest.mark.parametrize("fits", [1, 2, 5])
def test_out_of_memory_the_rows_are_halved_and_no_text_changes(fits: int) -> None:
    def before(kind: str, rows: int) -> None:
        time.sleep(0.001)
        if kind == "step" and rows > fits and len(engine.steps) > 12:
            raise ModelMemory("small")

    engine = WatchedEngine(says, before=before)
    with Scheduler(engine, KNOWN, most_rows=8) as scheduler:
        found = read_together(scheduler, 8)
    assert sorted(len(each.tokens) for each in found) == list(range(20, 28))
    assert all(set(each.tokens) == {2 + (len(each.tokens) - 20) % 10} for each in found)
    assert max(engine.steps[14:]) <= fits


def test_a_window_that_cannot_be_encoded_beside_others_waits_for_them() -> None:
    refused: list[int] = []

    def before(kind: str, rows: int) -> None:
        if kind == "step":
            time.sleep(0.002)
            running.append(rows)
        elif len(engine.plain.log_mels) == 2 and not refused:
            refused.append(running[-1] if running else 0)
            raise ModelMemory("small")

    running: list[int] = []
    engine = WatchedEngine(says, before=before)
    with Scheduler(engine, KNOWN, most_rows=8) as scheduler:
        found = read_together(scheduler, 4)
    assert sorted(len(each.tokens) for each in found) == [20, 21, 22, 23]
    assert len(refused) == 1


def test_a_window_that_cannot_be_encoded_alone_is_told() -> None:
    def before(kind: str, _rows: int) -> None:
        raise ModelMemory("small")

    with Scheduler(WatchedEngine(says, before=before), KNOWN) as scheduler, pytest.raises(ModelMemory):
        scheduler.encode(MEL, claim())


def test_one_row_that_does_not_fit_is_told() -> None:
    def before(kind: str, _rows: int) -> None:
        if kind == "step":
            raise ModelMemory("small")

    with Scheduler(WatchedEngine(says, before=before), KNOWN) as scheduler, pytest.raises(ModelMemory):
        read(scheduler, claim())


def test_a_note_overtakes_the_windows_of_a_file() -> None:
    gate = Gate("encode")
    engine = WatchedEngine(says, before=gate)
    ended: list[str] = []

    def note(name: str) -> Callable[[Future[Hypothesis]], None]:
        return lambda _: ended.append(name)

    with Scheduler(engine, KNOWN, most_rows=4) as scheduler, ThreadPoolExecutor(16) as pool:
        calls = [pool.submit(read, scheduler, claim(Urgency.FILE)) for _ in range(10)]
        assert gate.reached.wait(20)
        calls.append(pool.submit(read, scheduler, claim(Urgency.NOTE)))
        for call, name in zip(calls, ["file"] * 10 + ["note"], strict=True):
            call.add_done_callback(note(name))
        time.sleep(0.5)  # until all have asked
        gate.opened.set()
    assert ended[0] == "note"


def test_calls_after_the_end_fail() -> None:
    scheduler = Scheduler(FakeEngine(says, KNOWN.dimensions), KNOWN)
    heard = scheduler.encode(MEL, claim())
    scheduler.close()
    scheduler.close()
    with pytest.raises(RuntimeError, match="closed"):
        scheduler.encode(MEL, claim())
    with pytest.raises(RuntimeError, match="closed"):
        heard.decode(FA)


def test_calls_that_wait_at_the_end_fail() -> None:
    gate = Gate("encode")
    scheduler = Scheduler(WatchedEngine(says, before=gate), KNOWN)
    with ThreadPoolExecutor(3) as pool:
        calls = [pool.submit(read, scheduler, claim()) for _ in range(3)]
        assert gate.reached.wait(20)
        closing = threading.Thread(target=scheduler.close)
        closing.start()
        gate.opened.set()
        closing.join()
        assert all(isinstance(call.exception(20), RuntimeError) for call in calls)


def engine_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "engine"]


def test_a_scheduler_that_is_forgotten_takes_its_thread_along() -> None:
    gc.collect()
    before = len(engine_threads())
    scheduler = Scheduler(FakeEngine(says, KNOWN.dimensions), KNOWN)
    heard: HeardWindow | None = scheduler.encode(MEL, claim())
    assert len(engine_threads()) == before + 1
    gone = weakref.ref(scheduler)
    del scheduler, heard
    gc.collect()
    assert gone() is None
    assert len(engine_threads()) == before


def test_a_note_is_attended_to_from_its_beginning_to_its_end_and_a_file_is_not() -> None:
    inbox = Inbox()
    with attending(inbox, Urgency.FILE):
        assert not inbox.has_notes
    with attending(inbox, Urgency.NOTE):
        with attending(inbox, Urgency.NOTE):
            assert inbox.has_notes
        assert inbox.has_notes
    assert not inbox.has_notes

"""Windows that are read at once: results in order, errors at their turn, nothing left behind."""

import gc
import threading
import weakref
from contextlib import suppress

import numpy as np
import pytest

from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.language_tracking import LanguageTracker, LanguageTurn
from dabir_core.asr.reading_ahead import Readings
from dabir_core.asr.window_result import WindowResult
from dabir_core.errors import ModelMemory
from dabir_core.options import Urgency
from dabir_core.progress import CancelToken
from dabir_core.speech import SpeechSpan, Window
from dabir_core.transcript import EndedBy

WINDOWS = [
    Window(np.zeros(16_000, np.float32), n * 16_000, (SpeechSpan(n * 16_000, n * 16_000 + 9),), n) for n in range(4)
]


class Reader:
    """Obeys `ReadsWindow`: each window is finished when a test says so."""

    def __init__(self) -> None:
        self.finish = [threading.Event() for _ in WINDOWS]
        self.seen: list[Urgency] = []
        self.fails: int | None = None

    def __call__(
        self, window: Window, cancel: CancelToken, *, urgency: Urgency, turn: LanguageTurn
    ) -> WindowResult | None:
        self.seen.append(urgency)
        with cancel.calling(self.finish[window.number].set):
            assert self.finish[window.number].wait(20)
        if cancel.is_cancelled:
            return None
        if window.number == self.fails:
            raise ModelMemory("small")
        hypothesis = Hypothesis((), (), 0.0, EndedBy.END_OF_TEXT)
        return WindowResult(window.start, window.end, window.spans, hypothesis, str(window.number), "fa")


def begun(reader: Reader, cancel: CancelToken | None = None) -> Readings:
    readings = Readings(
        reader, urgency=Urgency.NOTE, cancel=cancel or CancelToken(), languages=LanguageTracker(("fa",))
    )
    readings.begin(WINDOWS)
    return readings


def test_results_come_in_order_however_they_are_finished() -> None:
    reader = Reader()
    readings = begun(reader)
    for number in (3, 1, 2, 0):
        reader.finish[number].set()
    assert [result.text for result in readings.results(left=0)] == ["0", "1", "2", "3"]
    assert (len(readings), reader.seen) == (0, [Urgency.NOTE] * 4)


def test_only_as_many_are_waited_for_as_must_be() -> None:
    reader = Reader()
    readings = begun(reader)
    assert list(readings.results(left=4)) == []
    reader.finish[0].set()
    reader.finish[2].set()
    assert [result.text for result in readings.results(left=3)] == ["0"]
    assert len(readings) == 3
    reader.finish[1].set()
    assert next(result.text for result in readings.results(left=2)) == "1"
    reader.finish[3].set()
    assert [result.text for result in readings.results(left=0)][-1] == "3"


def test_an_error_is_raised_at_its_turn() -> None:
    reader = Reader()
    reader.fails = 1
    readings = begun(reader)
    for event in reader.finish:
        event.set()
    results = readings.results(left=0)
    assert next(results).text == "0"
    with pytest.raises(ModelMemory):
        next(results)


def test_an_error_that_was_handled_holds_nothing() -> None:
    reader = Reader()
    reader.fails = 0
    readings = begun(reader)
    for event in reader.finish:
        event.set()
    held: list[weakref.ref[Reader]] = []

    def result() -> None:
        local = Reader()
        held.append(weakref.ref(local))
        next(readings.results(left=0))

    gc.disable()
    try:
        with suppress(ModelMemory):
            result()
        assert held[0]() is None
    finally:
        gc.enable()


def test_cancelling_ends_the_results_and_every_thread() -> None:
    reader, cancel = Reader(), CancelToken()
    readings = begun(reader, cancel)
    reader.finish[0].set()
    results = readings.results(left=0)
    assert next(results).text == "0"
    cancel.cancel()
    assert list(results) == []
    for thread in threading.enumerate():
        if thread.name == "reading":
            thread.join(20)
            assert not thread.is_alive()

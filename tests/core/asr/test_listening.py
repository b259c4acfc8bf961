"""Where a recording is cut must follow from its sound and its earlier text, never from which window was read first."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pytest

from dabir_core.arrays import Waveform
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.language_tracking import LanguageTracker, LanguageTurn
from dabir_core.asr.listening import Listening
from dabir_core.asr.reading_ahead import Readings
from dabir_core.asr.scheduler import Scheduler
from dabir_core.asr.window_reading import WindowReader
from dabir_core.asr.window_result import WindowResult
from dabir_core.options import TranscribeOptions, Urgency
from dabir_core.progress import CancelToken
from dabir_core.speech import Window
from dabir_core.transcript import EndedBy
from tests.fakes import FakeEngine
from tests.scripted import END, small_checkpoint

BLOCK = np.full(16_000, 0.1, np.float32)
SECONDS = 400


class Talking:
    """Obeys `SpeechProbabilities`: somebody speaks all the time."""

    def __init__(self) -> None:
        self.samples = 0

    def probabilities(self, waveform: Waveform) -> np.ndarray:
        before, self.samples = self.samples // 512, self.samples + waveform.size
        return np.ones(self.samples // 512 - before, np.float32)

    def finish(self) -> np.ndarray:
        return np.ones(1 if self.samples % 512 else 0, np.float32)


@pytest.fixture
def reader() -> Iterator[WindowReader]:
    known = small_checkpoint(positions=448)
    with Scheduler(FakeEngine(lambda *_: END, known.dimensions), known) as scheduler:
        yield WindowReader(scheduler, known, TranscribeOptions(language="fa"))


def result(window: Window, tokens_per_second: float) -> WindowResult:
    tokens = (5,) * round((window.end - window.start) * tokens_per_second)
    hypothesis = Hypothesis(tokens, (0.0,) * len(tokens), 0.0, EndedBy.END_OF_TEXT)
    return WindowResult(window.start, window.end, window.spans, hypothesis, "متن", "fa")


@dataclass
class Speaker:
    """Obeys `ReadsWindow`: speaks the denser, the later; each window takes as long as chance says."""

    seed: int
    longest_ms: float = 5.0
    windows: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, window: Window, cancel: CancelToken, *, urgency: Urgency, turn: LanguageTurn) -> WindowResult:
        chance = np.random.default_rng([self.seed, window.number])
        time.sleep(chance.uniform(0.0, self.longest_ms) / 1000)
        self.windows.append((window.number, window.start_samples))
        return result(window, 20.0 + 3.0 * window.number)


def cuts(reader: WindowReader, read_ahead: int, speaker: Speaker) -> list[tuple[int, int]]:
    """(number, start) of each window of a long talk."""
    listening = Listening(Talking(), reader, read_ahead=read_ahead)
    readings = Readings(speaker, urgency=Urgency.FILE, cancel=CancelToken(), languages=LanguageTracker(("fa",)))
    for _ in range(SECONDS):
        readings.begin(listening.push(BLOCK))
        for found in readings.results(left=listening.most_under_way):
            listening.tell(found)
    readings.begin(listening.finish())
    assert len(list(readings.results(left=0))) > 0
    return sorted(speaker.windows)


@pytest.mark.parametrize("read_ahead", [1, 3, 12])
def test_delays_change_no_cut(reader: WindowReader, read_ahead: int) -> None:
    first, *others = (cuts(reader, read_ahead, Speaker(seed, longest_ms=2.0 * seed)) for seed in range(4))
    assert all(other == first for other in others)
    assert [number for number, _ in first] == list(range(len(first)))


def test_exactly_the_windows_that_must_be_finished_count(reader: WindowReader) -> None:
    # speech without a pause is cut where its last 30 % begin; 29 s are the most
    ahead = cuts(reader, 3, Speaker(0, 0.0))
    lengths = [(after - before) / 16_000 for (_, before), (_, after) in pairwise(ahead)]
    assert lengths[:3] == pytest.approx([0.7 * 29.0] * 3, abs=0.05)
    # the fourth window is cut while three are given, so the first result counts: 20 a second, and 17.72 s
    assert lengths[3] == pytest.approx(0.7 * 17.72, abs=0.05)
    one_by_one = cuts(reader, 1, Speaker(0, 0.0))
    assert one_by_one[2] != ahead[2]


def test_results_that_are_early_do_not_count_yet(reader: WindowReader) -> None:
    listening = Listening(Talking(), reader, read_ahead=3)
    given: list[Window] = []
    while len(given) < 2:
        given += listening.push(BLOCK)
    for window in given:
        listening.tell(result(window, 100.0))  # so dense that 5 s windows would follow
    while len(given) < 3:
        given += listening.push(BLOCK)
    assert given[2].end - given[2].start == pytest.approx(0.7 * 29.0, abs=0.05)


def test_a_window_knows_its_number(reader: WindowReader) -> None:
    listening = Listening(Talking(), reader, read_ahead=12)
    given = [window for _ in range(60) for window in listening.push(BLOCK)] + listening.finish()
    assert [window.number for window in given] == list(range(len(given)))

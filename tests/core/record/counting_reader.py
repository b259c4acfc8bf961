"""A reader for live text that says one word for each half second of readable speech, and has a clock of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dabir_core.options import TranscribeOptions
from dabir_core.progress import CancelToken
from dabir_core.speech import SpeechProbabilities, Window
from dabir_core.transcript import Segment, Word
from dabir_core.units import SAMPLE_RATE_HZ, to_samples
from tests.core.speech.readable_vad import ReadableVad

WORD = to_samples(0.5)


@dataclass
class CountingReader:
    """Names each half second of the recording in which somebody speaks, and takes `cost` seconds for a reading."""

    cost: float = 0.01
    limit_samples: int = to_samples(5.0)
    now: float = 0.0
    drafted: list[Window] = field(default_factory=list)
    read_windows: list[Window] = field(default_factory=list)
    final_mark: str = ""
    error: Exception | None = None

    def live(self, options: TranscribeOptions | None = None) -> "CountingReader":
        return self

    def clock(self) -> float:
        return self.now

    def vad(self) -> SpeechProbabilities:
        return ReadableVad()

    def draft(self, window: Window, cancel: CancelToken) -> tuple[Segment, ...] | None:
        self.drafted.append(window)
        return self._said(window, cancel)

    def read(self, window: Window, cancel: CancelToken) -> tuple[Segment, ...] | None:
        self.read_windows.append(window)
        return self._said(window, cancel, mark=self.final_mark)

    def _said(self, window: Window, cancel: CancelToken, mark: str = "") -> tuple[Segment, ...] | None:
        if self.error is not None:
            raise self.error
        self.now += self.cost
        if cancel.is_cancelled:
            return None
        words = tuple(_words(window, mark))
        return (Segment(window.start, window.end, " ".join(w.text for w in words), "fa", words),) if words else ()


def _words(window: Window, mark: str) -> Iterator[Word]:
    for span in window.spans:
        first = -(-span.start_samples // WORD)
        for number in range(first, span.end_samples // WORD):
            start = number * WORD / SAMPLE_RATE_HZ
            yield Word(f"w{number}{mark}", start, start + 0.5, 0.9)

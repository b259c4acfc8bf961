"""Speech probabilities → speech spans: pure, frame by frame, so that a recording of any length needs no memory.

A span is where somebody speaks, tight, since a segment's times are read from it; the sound kept around it is the
window's matter (`windows`). All rules are monotone: a higher threshold never gives more speech.
Source: hysteresis 0.5 / 0.35 as in silero-vad 6.2.3; islands near speech are kept after faster-whisper #1179.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from dabir_core.errors import OptionError
from dabir_core.units import SAMPLE_RATE_HZ, Seconds

FRAME_SAMPLES: Final = 512
"""One probability stands for 32 ms."""


@dataclass(frozen=True, slots=True)
class SpeechSpan:
    """Samples `start_samples` to `end_samples` (exclusive) of a recording, in which somebody speaks."""

    start_samples: int
    end_samples: int

    @property
    def samples(self) -> int:
        """Its length."""
        return self.end_samples - self.start_samples


@dataclass(frozen=True, slots=True)
class SpanRules:
    """When probabilities are speech.

    threshold    speech begins with a frame at least this probable
    negative     and goes on while frames are at least this probable
    min_silence  a shorter gap is part of the speech (a stop consonant, a breath)
    min_speech   a shorter island alone is a click; within `near` of longer speech it is a word and kept
    """

    threshold: float = 0.5
    negative: float = 0.35
    min_silence: Seconds = 0.1
    min_speech: Seconds = 0.2
    near: Seconds = 1.0

    def __post_init__(self) -> None:
        """Refuses a hysteresis that is upside down."""
        if not 0.0 < self.negative <= self.threshold <= 1.0:
            raise OptionError("threshold", detail="0 < negative <= threshold <= 1")


@dataclass(frozen=True, slots=True)
class _Island:
    start: int  # frames
    end: int

    def span(self) -> SpeechSpan:
        return SpeechSpan(self.start * FRAME_SAMPLES, self.end * FRAME_SAMPLES)


class SpanFinder:
    """Finds the spans of one recording while its frames arrive."""

    def __init__(self, rules: SpanRules) -> None:
        self._rules = rules
        self._min_silence = max(1, _to_frames(rules.min_silence))
        self._min_speech = _to_frames(rules.min_speech)
        self._near = _to_frames(rules.near)
        self._heard = 0
        self._open: _Island | None = None
        self._short: list[_Island] = []  # short islands that wait for longer speech after them
        self._last_long_end: int | None = None

    @property
    def undecided(self) -> tuple[SpeechSpan, ...]:
        """What may still become spans: short islands not yet dropped, and speech that no pause has settled yet."""
        ongoing = [] if self._open is None else [_Island(self._open.start, self._heard)]
        return tuple(island.span() for island in [*self._short, *ongoing])

    @property
    def is_undecided(self) -> bool:
        """Whether there is anything `undecided`; cheaper than asking for it."""
        return self._open is not None or bool(self._short)

    def push(self, probability: float) -> tuple[SpeechSpan, ...]:
        """Hears the next frame; gives the spans that it settles, in order (their ends lie `min_silence` back)."""
        self._grow(probability)
        self._heard += 1
        if self._open is not None and self._heard - self._open.end >= self._min_silence:
            return self._close(self._open)
        if self._short:
            self._drop_lonely(self._heard if self._open is None else self._open.start)
        return ()

    def finish(self) -> tuple[SpeechSpan, ...]:
        """The spans that the end of the recording settles."""
        settled = () if self._open is None else self._close(self._open)
        self._short = []
        return settled

    def _grow(self, probability: float) -> None:
        goes_on = self._open is not None and self._open.end == self._heard
        if probability >= (self._rules.negative if goes_on else self._rules.threshold):
            start = self._heard if self._open is None else self._open.start
            self._open = _Island(start, self._heard + 1)

    def _drop_lonely(self, speech_from: int) -> None:
        self._short = [island for island in self._short if speech_from - island.end <= self._near]

    def _close(self, island: _Island) -> tuple[SpeechSpan, ...]:
        self._open = None
        if island.end - island.start >= self._min_speech:
            kept = [*self._short, island]
            self._short, self._last_long_end = [], island.end
            return tuple(each.span() for each in kept)
        if self._last_long_end is not None and island.start - self._last_long_end <= self._near:
            return (island.span(),)
        self._short.append(island)
        return ()


def speech_spans(
    probabilities: Iterable[float], *, total_samples: int, rules: SpanRules | None = None
) -> tuple[SpeechSpan, ...]:
    """Spans of a whole recording, in order and disjoint; none reaches beyond the recording, as its last frame may."""
    finder = SpanFinder(rules or SpanRules())
    spans = [span for probability in probabilities for span in finder.push(float(probability))]
    spans += finder.finish()
    return tuple(SpeechSpan(span.start_samples, min(span.end_samples, total_samples)) for span in spans)


def _to_frames(seconds: Seconds) -> int:
    return round(seconds * SAMPLE_RATE_HZ / FRAME_SAMPLES)

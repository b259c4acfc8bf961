"""Speech spans → windows: which stretches of a recording the model hears, each with its natural silence inside.

Spans are gathered while they fit and no long pause lies between them. A full window is cut in a pause; only speech
without any pause is cut inside, where it is least probable and least loud. Windows never overlap and lose no speech: an
overlap would have to be stitched by its text, which Persian's many spellings make doubtful. No audio is touched here.
Silence inside is kept, since packing it out glues sentences; long silence is left out, since models invent text on it.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from dabir_core.arrays import Waveform
from dabir_core.speech.spans import FRAME_SAMPLES, SpanFinder, SpanRules, SpeechSpan
from dabir_core.units import Seconds, to_samples, to_seconds

_LATE: Final = 0.7
"""A full window is cut in its last 30 % if that holds a pause."""
_VERY_LATE: Final = 0.85
_CLEAR_PAUSE_SAMPLES: Final = to_samples(0.3)
"""Such a pause, 85 % of the way or later, is as good as any: fuller windows are fewer, and each costs the same."""
_DECIBELS_PER_PROBABILITY: Final = 40.0
"""Within speech all frames are near 1, so loudness decides: 40 dB count as much as all of probability."""
_MIN_LIMIT_SAMPLES: Final = 8 * FRAME_SAMPLES


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """One input of the model.

    waveform       (T,) float32, a copy; at most the limit, not padded
    start_samples  its place in the recording
    spans          the speech inside, in samples of the *recording*: in order, disjoint, at least one
    number         which of the recording's windows it is, from 0; a part of a window has the window's
    """

    waveform: Waveform
    start_samples: int
    spans: tuple[SpeechSpan, ...]
    number: int = 0

    @property
    def end_samples(self) -> int:
        """The sample after the last one, in the recording."""
        return self.start_samples + self.waveform.size

    @property
    def start(self) -> Seconds:
        """Where the window begins in the recording."""
        return to_seconds(self.start_samples)

    @property
    def end(self) -> Seconds:
        """Where the window ends in the recording."""
        return to_seconds(self.end_samples)

    @property
    def speech_seconds(self) -> Seconds:
        """How long somebody speaks in the window."""
        return to_seconds(sum(span.samples for span in self.spans))


@dataclass(frozen=True, slots=True)
class WindowRules:
    """What lies between windows, and around the speech in them.

    long_pause           a longer silence ends the window, so that windows of silence are never decoded
    pre_roll, hangover   sound kept before the first and after the last span: soft onsets, fading ends
    """

    spans: SpanRules = field(default_factory=SpanRules)
    long_pause: Seconds = 2.0
    pre_roll: Seconds = 0.3
    hangover: Seconds = 0.4


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a window lies: samples of the recording, the end exclusive."""

    start_samples: int
    end_samples: int
    spans: tuple[SpeechSpan, ...]


class WindowPlanner:
    """Places the windows of one recording while its frames arrive.

    `limit_samples` may be set at any time; every window placed afterwards obeys it.
    """

    def __init__(self, limit_samples: int, rules: WindowRules) -> None:
        self.limit_samples = limit_samples
        self._pre_roll_wanted = to_samples(rules.pre_roll)
        self._hangover_wanted = to_samples(rules.hangover)
        self._long_pause = to_samples(rules.long_pause)
        self._finder = SpanFinder(rules.spans)
        self._settled: list[SpeechSpan] = []
        self._reluctance: deque[float] = deque()  # to cut in a frame; of frame `_oldest_frame` and later
        self._oldest_frame = 0
        self._now = 0
        self._floor = 0  # where the last window ended

    @property
    def limit_samples(self) -> int:
        """What no window is longer than; at least 4096, 0.26 s."""
        return self._limit

    @limit_samples.setter
    def limit_samples(self, limit_samples: int) -> None:
        assert limit_samples >= _MIN_LIMIT_SAMPLES, limit_samples
        self._limit = limit_samples

    @property
    def needed_from_samples(self) -> int:
        """Sound before this sample is in no window to come."""
        spans = self._spans()
        return max(self._floor, (spans[0].start_samples if spans else self._now) - self._pre_roll_wanted)

    @property
    def open_spans(self) -> tuple[SpeechSpan, ...]:
        """The speech that is in no window yet, as far as it is known by now."""
        return tuple(self._spans())

    def push(self, probabilities: Sequence[float], levels_db: Sequence[float]) -> list[Placement]:
        """Hears frames of 512 samples, their speech probability and level; gives the windows whose end they decide."""
        placements: list[Placement] = []
        for probability, level_db in zip(probabilities, levels_db, strict=True):
            self._reluctance.append(probability + level_db / _DECIBELS_PER_PROBABILITY)
            self._now += FRAME_SAMPLES
            self._settled += self._not_taken(self._finder.push(probability))
            while (placement := self._decide()) is not None:
                placements.append(placement)
        self._forget_frames()
        return placements

    def finish(self, total_samples: int) -> list[Placement]:
        """Places what is left at the end of a recording of so many samples (the last frame may reach beyond it)."""
        self._settled += self._not_taken(self._finder.finish())
        self._settled = [replace(span, end_samples=min(span.end_samples, total_samples)) for span in self._settled]
        silent_until = total_samples + 2 * self._hangover_wanted + self._long_pause
        placements = []
        while self._settled:
            placement = self._place(self._settled, silent_until)
            placements.append(replace(placement, end_samples=min(placement.end_samples, total_samples)))
        return placements

    def _spans(self) -> list[SpeechSpan]:
        if not self._finder.is_undecided:
            return self._settled
        return [*self._settled, *self._not_taken(self._finder.undecided)]

    def _not_taken(self, spans: Sequence[SpeechSpan]) -> list[SpeechSpan]:
        """Spans without what earlier windows hold: a cut may go through the middle of one."""
        return [
            span if span.start_samples >= self._floor else replace(span, start_samples=self._floor)
            for span in spans
            if span.end_samples > self._floor
        ]

    def _decide(self) -> Placement | None:
        spans = self._spans()
        if not spans:
            return None
        undecided = spans[len(self._settled) :]
        silent_until = undecided[0].start_samples if undecided else self._now
        if self._settled and silent_until - self._settled[-1].end_samples > self._long_pause:
            return self._place(self._settled, silent_until)
        is_full = self._now + FRAME_SAMPLES > self._bounds(spans).speech_limit
        return self._place(spans, self._now) if is_full else None

    def _bounds(self, spans: Sequence[SpeechSpan]) -> "_Bounds":
        padding_limit = self._limit // 8  # so that tiny limits, too, leave room for speech
        start = max(self._floor, spans[0].start_samples - min(self._pre_roll_wanted, padding_limit))
        hangover = min(self._hangover_wanted, padding_limit)
        late, very_late = (start + round(share * self._limit) for share in (_LATE, _VERY_LATE))
        return _Bounds(start, late, very_late, start + self._limit - hangover, hangover)

    def _place(self, spans: Sequence[SpeechSpan], silent_until: int) -> Placement:
        """Places the first window of these spans; nobody is known to speak after them before `silent_until`."""
        bounds = self._bounds(spans)
        pauses = _pauses(spans, silent_until, speech_limit=bounds.speech_limit)
        if pauses:
            placement = _up_to(_best(pauses, bounds), spans, bounds)
        else:
            cut = self._quietest(bounds.late, bounds.speech_limit)
            placement = Placement(bounds.start, cut, (replace(spans[0], end_samples=cut),))
        self._floor = placement.end_samples
        self._settled = self._not_taken(self._settled)
        return placement

    def _quietest(self, first_samples: int, end_samples: int) -> int:
        """Where a cut hurts least, of the places between two frames in that stretch."""
        end = end_samples // FRAME_SAMPLES
        places = range(min(first_samples // FRAME_SAMPLES, end - 1), end)
        return FRAME_SAMPLES * min(places, key=self._reluctance_between)

    def _reluctance_between(self, frame: int) -> float:
        at = frame - self._oldest_frame
        return self._reluctance[at - 1] + self._reluctance[at]

    def _forget_frames(self) -> None:
        needed_from = self.needed_from_samples // FRAME_SAMPLES
        while self._oldest_frame < needed_from and self._reluctance:
            self._reluctance.popleft()
            self._oldest_frame += 1


@dataclass(frozen=True, slots=True)
class _Bounds:
    start: int
    late: int  # from here on a pause is welcome
    very_late: int  # and from here on a clear one is taken
    speech_limit: int  # speech must end here
    hangover: int


@dataclass(frozen=True, slots=True)
class _Pause:
    start: int
    end: int
    spans_before: int

    @property
    def samples(self) -> int:
        """How long it is."""
        return self.end - self.start


def _pauses(spans: Sequence[SpeechSpan], silent_until: int, *, speech_limit: int) -> list[_Pause]:
    """The pauses that begin before the limit; speech that goes on right now is followed by none."""
    ends = [*(span.start_samples for span in spans[1:]), silent_until]
    pauses = [
        _Pause(span.end_samples, end, count) for count, (span, end) in enumerate(zip(spans, ends, strict=True), 1)
    ]
    return [pause for pause in pauses if pause.start <= speech_limit and pause.start < pause.end]


def _best(pauses: Sequence[_Pause], bounds: "_Bounds") -> _Pause:
    """The last clear pause very late; else the longest late one, since sentences end there; else the last of all."""
    late = [pause for pause in pauses if pause.start >= bounds.late]
    clear = [pause for pause in late if pause.start >= bounds.very_late and pause.samples >= _CLEAR_PAUSE_SAMPLES]
    return clear[-1] if clear else max(late, key=lambda each: each.samples, default=pauses[-1])


def _up_to(pause: _Pause, spans: Sequence[SpeechSpan], bounds: _Bounds) -> Placement:
    end = min(pause.start + bounds.hangover, (pause.start + pause.end) // 2)
    return Placement(bounds.start, end, tuple(spans[: pause.spans_before]))

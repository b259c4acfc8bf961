"""Recordings cut into notes of every length that a short input holds: where somebody pauses, as people send them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Final

import numpy as np

from dabir_core.arrays import Waveform
from dabir_core.asr.word_times import SHORTEST_PAUSE
from dabir_core.audio import open_audio
from dabir_core.errors import NoSpeech
from dabir_core.models.comparison import Spoken
from dabir_core.speech import SileroRunner, SileroVad, SpeechSpan, Window, WindowRules, speech_spans
from dabir_core.units import to_samples

_SHORTEST_PAUSE: Final = to_samples(SHORTEST_PAUSE)
_LONGEST_SECONDS: Final = 1800
"""What is heard of one recording: 115 MB in memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A recording's sound and speech, at least one span; `text` is what was said in it, empty where nobody knows."""

    waveform: Waveform
    spans: tuple[SpeechSpan, ...]
    text: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Note:
    """A stretch of a recording between two pauses, and what is known of its words."""

    window: Window
    spoken: Spoken | None


def hear(path: Path, silero: SileroRunner) -> Recording:
    """A recording's first half hour, where people speak in it, and the text in the .txt file beside it, if any.

    Raises: AudioError; NoSpeech.
    """
    waveform = _sound(path)
    vad = SileroVad(silero)
    probabilities = [*vad.probabilities(waveform).tolist(), *vad.finish().tolist()]
    spans = speech_spans(probabilities, total_samples=waveform.size)
    if not spans:
        raise NoSpeech(str(path))
    return Recording(waveform, spans, _text_beside(path))


def _sound(path: Path) -> Waveform:
    with open_audio(path) as decoding:
        return np.concatenate(list(islice(decoding, _LONGEST_SECONDS)))  # blocks are seconds


def _text_beside(path: Path) -> str:
    try:
        return path.with_suffix(".txt").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def cut(recording: Recording, *, longer_than: int, at_most: int) -> list[Note]:
    """Every stretch from one pause to another of so many samples; stretches overlap where pauses are near."""
    return [
        _note(recording, first, last)
        for first, last in _runs(recording, at_most)
        if longer_than < _length(recording, first, last) <= at_most
    ]


def spread(notes: Sequence[Note], most: int) -> list[Note]:
    """At most so many of the notes, evenly from first to last."""
    count = min(most, len(notes))
    return [notes[number * len(notes) // count] for number in range(count)]


def _runs(recording: Recording, at_most: int) -> Iterator[tuple[int, int]]:
    """Numbers of the first and last span of every run of spans from pause to pause that is no longer than that."""
    spans = recording.spans
    pauses = [after.start_samples - before.end_samples >= _SHORTEST_PAUSE for before, after in pairwise(spans)]
    for first in [0, *(number for number, is_pause in enumerate(pauses, start=1) if is_pause)]:
        for last in [*(number for number, is_pause in enumerate(pauses) if is_pause), len(spans) - 1]:
            if first <= last and _length(recording, first, last) <= at_most:
                yield first, last


def _length(recording: Recording, first: int, last: int) -> int:
    start, end = _bounds(recording, first, last)
    return end - start


def _bounds(recording: Recording, first: int, last: int) -> tuple[int, int]:
    """A run of spans with the sound around it that windows have, at most to the middle of the pauses there."""
    spans, rules = recording.spans, WindowRules()
    speech_start, speech_end = spans[first].start_samples, spans[last].end_samples
    earliest = (spans[first - 1].end_samples + speech_start) // 2 if first else 0
    is_last = last + 1 == len(spans)
    latest = recording.waveform.size if is_last else (speech_end + spans[last + 1].start_samples) // 2
    start = max(earliest, speech_start - to_samples(rules.pre_roll))
    return start, min(latest, speech_end + to_samples(rules.hangover))


def _note(recording: Recording, first: int, last: int) -> Note:
    start, end = _bounds(recording, first, last)
    window = Window(recording.waveform[start:end], start, recording.spans[first : last + 1])
    is_whole = first == 0 and last == len(recording.spans) - 1
    return Note(window, Spoken(recording.text, is_whole) if recording.text.strip() else None)

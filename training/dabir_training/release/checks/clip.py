"""The clip that every engine reads: one of dev that fills a window best, or the start of the bundled note."""

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np

from dabir_core.arrays import Waveform
from dabir_core.audio import open_audio
from dabir_core.models import sample_passages
from dabir_core.units import SAMPLE_RATE_HZ, Seconds, to_samples
from dabir_training.manifest import MANIFEST, Clip, PreparedSet, Split

_LOOKED_AT: Final = 200


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """At most a window of speech, and what is said in it as far as anybody knows."""

    waveform: Waveform
    text: str


def choose_clip(prepared: PreparedSet, *, longest: Seconds) -> Spoken:
    """The longest of the first clips of dev; without a prepared set, the first sentences of the bundled note.

    Raises: AudioError where the clip cannot be decoded; PreparedSetWrong.
    """
    fitting = [clip for clip in _first_of_dev(prepared) if clip.duration <= longest]
    if not fitting:
        passage = sample_passages(longest)[0]
        return Spoken(passage.waveform, passage.text)
    clip = max(fitting, key=lambda each: each.duration)
    return Spoken(_sound(prepared, clip, longest=longest), clip.text)


def read_clip(path: Path, *, longest: Seconds) -> Spoken:
    """The start of a recording of one's own. Raises: AudioError."""
    return Spoken(_decoded(path)[: to_samples(longest)], "")


def write_wave(waveform: Waveform, path: Path) -> None:
    """Writes 16-bit mono at 16 kHz, which every engine reads. Raises: OSError."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes((np.clip(waveform, -1.0, 1.0) * 32767).astype("<i2").tobytes())


def _first_of_dev(prepared: PreparedSet) -> Iterator[Clip]:
    if (prepared.folder / MANIFEST).is_file():
        yield from islice(prepared.clips(Split.DEV), _LOOKED_AT)


def _sound(prepared: PreparedSet, clip: Clip, *, longest: Seconds) -> Waveform:
    sound = _decoded(prepared.sound_of(clip))
    end = clip.start + (clip.duration or longest)
    return sound[to_samples(clip.start) : to_samples(min(end, clip.start + longest))]


def _decoded(path: Path) -> Waveform:
    with open_audio(path) as decoding:
        return np.concatenate(list(decoding))

"""Prepared sets for the tests of windows: clips whose sound is a known burst in silence, so that times are known."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile

from dabir_core.arrays import Waveform
from dabir_core.units import SAMPLE_RATE_HZ, Seconds
from dabir_training.manifest import MANIFEST, Clip, PreparedSet, Split

DEMO = Path(__file__).parents[3] / "core/dabir_core/models/demo"
"""A checkpoint with a window of 15 s and a Persian vocabulary."""
WORDS = ("سلام", "خوبی", "امروز", "هوا", "سرد", "است", "کتاب", "می‌خوانم", "فردا", "می‌روم")


def burst(duration: Seconds, *, start: Seconds, end: Seconds, rate_hz: int = SAMPLE_RATE_HZ) -> Waveform:
    """A buzz of many harmonics between two times, digital silence around it."""
    time = np.arange(round(duration * rate_hz)) / rate_hz
    buzz = sum(np.sin(2 * np.pi * hz * time) / n for n, hz in enumerate(range(150, 3000, 150), start=1))
    return np.asarray(np.where((time >= start) & (time < end), 0.1 * buzz, 0.0), np.float32)


def text_of(number: int) -> str:
    """A text that no other number up to 1000 has."""
    return " ".join((WORDS[number // 100 % 10], WORDS[number // 10 % 10], WORDS[number % 10]))


def clip(number: int, sound: str, duration: Seconds) -> Clip:
    """A clip of training with a text of its own; every fourth is of the same speaker."""
    return Clip(
        id=f"made-{number}",
        sound=sound,
        duration=duration,
        text=text_of(number),
        split=Split.TRAIN,
        source="made",
        speaker=f"speaker {number % 4}",
    )


def write_manifest(folder: Path, clips: Iterable[Clip]) -> PreparedSet:
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{each.line}\n" for each in clips)
    (folder / MANIFEST).write_text(lines, encoding="utf-8")
    return PreparedSet(folder)


def write_set(folder: Path, durations: Iterable[Seconds], *, split: Split = Split.TRAIN) -> PreparedSet:
    """A set of FLAC clips of these durations, with a burst from 0.2 s to 0.3 s before the end."""
    folder.mkdir(parents=True, exist_ok=True)
    clips = []
    for number, duration in enumerate(durations):
        sound = burst(duration, start=0.2, end=duration - 0.3)
        soundfile.write(folder / f"{number}.flac", sound, SAMPLE_RATE_HZ)
        clips.append(replace(clip(number, f"{number}.flac", duration), split=split))
    return write_manifest(folder, clips)

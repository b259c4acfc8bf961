"""Clips like Common Voice's for the benchmarks of training: mp3, mono, 48 kHz, a mean of 3.94 s, Persian text.

Their lengths are drawn from a gamma distribution of Common Voice 25's mean, their sound is cut from the demo note's
sentences with silence at both ends, their text has 5.3 tokens a second, as Persian has in Whisper's vocabulary. The
model's shape comes with the official tokenizer and without weights.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr

from benchmarks.sound import speech
from dabir_core.units import SAMPLE_RATE_HZ, Seconds, to_samples
from dabir_training.configuration import AugmentSettings, WindowSettings
from dabir_training.demo.sentences import distinct
from dabir_training.manifest import MANIFEST, Clip, PreparedSet, Split
from dabir_training.windows.target import read_target

MEAN: Final[Seconds] = 3.94
_SHAPE: Final = 7.0
_TOKENS_A_SECOND: Final = 5.3
_SILENCE: Final[Seconds] = 0.4
_RATE_HZ: Final = 48_000

STUDENT_WINDOWS: Final = WindowSettings(
    packed=0.0,
    empty=0.0,
    timestamps=0.0,
    prompted=0.0,
    same_speaker=0.0,
    shortest_gap=0.0,
    longest_gap=0.0,
    short_context=False,
)
"""A whole window for each clip."""
UNCHANGED: Final = AugmentSettings(clean=1.0)


@dataclass(frozen=True, slots=True)
class Material:
    """A prepared set and the folder of the model's shape."""

    prepared: PreparedSet
    checkpoint: Path
    durations: tuple[Seconds, ...]


def write_material(folder: Path, *, clips: int, rows: int = 0, size: str = "small") -> Material:
    """Makes both below a folder; the manifest names the clips again and again until it has so many rows."""
    checkpoint = write_shape(folder / "shape", size)
    drawn = np.random.default_rng(0).gamma(_SHAPE, MEAN / _SHAPE, clips)
    durations = np.clip(drawn * MEAN / drawn.mean(), 1.0, 15.0).tolist()
    prepared = folder / "prepared"
    prepared.mkdir(parents=True)
    _write_sounds(prepared, durations)
    spoken = _Spoken(checkpoint)
    texts = [spoken.text(duration) for duration in durations]
    named = [number % clips for number in range(max(rows, clips))]
    with (prepared / MANIFEST).open("w", encoding="utf-8") as manifest:
        for row, number in enumerate(named):
            made = Clip(str(row), f"{number}.mp3", durations[number], texts[number], Split.TRAIN, "made")
            manifest.write(f"{replace(made, speaker=str(row % 40)).line}\n")
    return Material(PreparedSet(prepared), checkpoint, tuple(durations[number] for number in named))


def _write_sounds(folder: Path, durations: Sequence[Seconds]) -> None:
    sound = speech(to_samples(min(600.0, sum(durations))), seed=0)
    for number, duration in enumerate(durations):
        first = int(np.random.default_rng(number).integers(0, sound.size - to_samples(duration)))
        _write_mp3(folder / f"{number}.mp3", sound[first : first + to_samples(duration)])


def write_shape(folder: Path, size: str) -> Path:
    """config.json and the tokenizer of an official checkpoint, no weights."""
    from tests.checkpoints import Recipe, generation_fields, multilingual_tokenizer, whisper_config, write_json

    whisper_config(Recipe(size=size)).save_pretrained(folder)
    write_json(folder / "tokenizer.json", multilingual_tokenizer())
    write_json(folder / "generation_config.json", generation_fields())
    return folder


class _Spoken:
    """Words that take a time to say."""

    def __init__(self, checkpoint: Path) -> None:
        self._words = itertools.cycle(" ".join(distinct(0, 2000)).split())
        self._vocabulary = read_target(checkpoint).vocabulary

    def text(self, duration: Seconds) -> str:
        text = next(self._words)
        while len(self._vocabulary.encode(f" {text}")) < _TOKENS_A_SECOND * duration:
            text = f"{text} {next(self._words)}"
        return text


def _write_mp3(path: Path, sound: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
    quiet = sound.copy()
    quiet[: to_samples(_SILENCE)] *= 0.001
    quiet[-to_samples(_SILENCE) :] *= 0.001
    soundfile.write(path, soxr.resample(quiet, SAMPLE_RATE_HZ, _RATE_HZ), _RATE_HZ, format="MP3")

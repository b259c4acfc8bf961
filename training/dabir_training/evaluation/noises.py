"""Sound in which nobody speaks, and what a checkpoint writes of it all the same.

A checkpoint invents text where it hears none, which a figure on speech never shows. Here it is given silence, white and
pink noise, a mains hum, chords of a keyboard and knocking, at several levels, one whole window each; all of it is
computed, so that every run hears the same. What comes back is counted twice: as the checkpoint wrote it, and as the
product's guards would let it pass (the product's voice activity detection, which comes before, is not asked).
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from dabir_core.arrays import Waveform
from dabir_core.asr.doubts import NO_TEXT
from dabir_core.asr.guards import Guards
from dabir_core.units import SAMPLE_RATE_HZ, Seconds, to_seconds
from dabir_training.evaluation.clip_reading import ClipReader
from dabir_training.evaluation.decoding import several
from dabir_training.scoring import folded_words

Sound = NDArray[np.float64]
_LEVELS_DB: Final = (-50.0, -35.0, -20.0)
_SILENCE_DB: Final = -90.0
"""Root mean squares of full scale; silence is the last bit of a 16-bit recording."""
_NOTES_HZ: Final = (220.0, 246.9, 277.2, 329.6, 370.0, 440.0, 493.9, 554.4)


@dataclass(frozen=True, slots=True)
class Noise:
    """One window of (T,) float32 in which nobody speaks."""

    kind: str
    waveform: Waveform


@dataclass(frozen=True, slots=True)
class Invented:
    """What was written of noises: words in all, words that the guards let pass, and of how much sound."""

    words: int
    passed: int
    duration: Seconds

    @property
    def words_per_minute(self) -> float:
        """As the checkpoint wrote it."""
        return 60 * self.words / self.duration if self.duration else 0.0

    @property
    def passed_per_minute(self) -> float:
        """As the product would show it, had its voice activity detection taken the noise for speech."""
        return 60 * self.passed / self.duration if self.duration else 0.0


def noises(seconds: Seconds, *, window_samples: int) -> Iterator[Noise]:
    """Whole windows, every kind in turn at every level in turn, until so many seconds are reached."""
    turns = itertools.cycle(itertools.product(_LEVELS_DB, _KINDS.items()))
    windows = -(-round(seconds * SAMPLE_RATE_HZ) // window_samples)
    for number, (level_db, (kind, make)) in enumerate(itertools.islice(turns, windows)):
        sound = make(np.random.default_rng(number), window_samples)
        yield Noise(kind, _at_level(sound, _SILENCE_DB if kind == "silence" else level_db))


def invented(reader: ClipReader, seconds: Seconds, *, tell: Callable[[int], None]) -> Mapping[str, Invented]:
    """What the checkpoint writes of each kind of noise, and of «all» of them; tells the seconds that are done.

    Raises: ModelError.
    """
    checkpoint = reader.scheduler.checkpoint
    guards = Guards(checkpoint.vocabulary.first_timestamp)
    counted = defaultdict[str, list[Invented]](list)
    done = 0.0

    def hear(noise: Noise) -> tuple[str, Invented]:
        result = reader.result(noise.waveform)
        words = len(folded_words(result.text))
        is_withheld = not NO_TEXT.isdisjoint(guards.doubts(result, prompt=""))
        return noise.kind, Invented(words, 0 if is_withheld else words, to_seconds(noise.waveform.size))

    windows = noises(seconds, window_samples=checkpoint.dimensions.window_samples)
    for kind, heard in several(hear, windows, at_once=reader.batch):
        counted[kind].append(heard)
        counted["all"].append(heard)
        done += heard.duration
        tell(round(done))
    return {kind: _together(each) for kind, each in counted.items()}


def _together(heard: list[Invented]) -> Invented:
    return Invented(
        sum(each.words for each in heard), sum(each.passed for each in heard), sum(each.duration for each in heard)
    )


def _at_level(sound: Sound, level_db: float) -> Waveform:
    """(T,) in [-1, 1] with that root mean square, peaks cut."""
    scaled = sound * (10 ** (level_db / 20) / np.sqrt(np.mean(np.square(sound))))
    waveform: Waveform = np.clip(scaled, -1.0, 1.0).astype(np.float32)
    return waveform


def _white(draw: Generator, samples: int) -> Sound:
    return draw.standard_normal(samples)


def _pink(draw: Generator, samples: int) -> Sound:
    """Its power falls with the frequency, as that of wind, traffic and rooms does."""
    spectrum = np.fft.rfft(draw.standard_normal(samples))
    return np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(spectrum.size), 1.0)), samples)


def _hum(draw: Generator, samples: int) -> Sound:
    """50 Hz and its harmonics over a little noise, as of a bad cable."""
    seconds = np.arange(samples) / SAMPLE_RATE_HZ
    tones = sum(np.sin(2 * np.pi * 50 * n * seconds + draw.uniform(0, 2 * np.pi)) / n for n in range(1, 12))
    return tones + 0.02 * draw.standard_normal(samples)


def _chords(draw: Generator, samples: int) -> Sound:
    """Three notes of eight harmonics struck together, two chords a second, each fading."""
    sound, length = np.zeros(samples), SAMPLE_RATE_HZ // 2
    seconds = np.arange(length) / SAMPLE_RATE_HZ
    for start in range(0, samples - length + 1, length):
        for note in draw.choice(_NOTES_HZ, 3, replace=False):
            harmonics = sum(np.sin(2 * np.pi * note * n * seconds) / n**1.5 for n in range(1, 9))
            sound[start : start + length] += harmonics * np.exp(-4 * seconds)
    return sound


def _knocks(draw: Generator, samples: int) -> Sound:
    """Short bursts at random times, as of a keyboard or of steps."""
    burst = draw.standard_normal(800) * np.exp(-np.arange(800) / 100)
    struck = np.where(draw.random(samples) < 3 / SAMPLE_RATE_HZ, draw.uniform(0.3, 1.0, samples), 0.0)
    return np.convolve(struck, burst)[:samples] + 1e-3 * draw.standard_normal(samples)


_KINDS: Mapping[str, Callable[[Generator, int], Sound]] = MappingProxyType(
    {"silence": _white, "white": _white, "pink": _pink, "hum": _hum, "chords": _chords, "knocks": _knocks}
)

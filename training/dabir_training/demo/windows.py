"""Training windows: utterances joined with pauses, roughened a little, and the tokens that a window should give.

Every window is drawn from a generator seeded by (seed, step), so a run that was killed goes on with the same windows.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Waveform
from dabir_core.units import SAMPLE_RATE_HZ
from dabir_training.demo.corpus import Corpus, Utterance
from dabir_training.demo.espeak import SpokenWord

_SHORTEST_PAUSE = 0.2
_LONGEST_EDGE = 0.5
_NOISE_SECONDS: Final = 40


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence inside a window; times in seconds from the window's start."""

    words: tuple[SpokenWord, ...]

    @property
    def start(self) -> float:
        """When its first word begins."""
        return self.words[0].start

    @property
    def end(self) -> float:
        """When its last word ends."""
        return self.words[-1].end


@dataclass(frozen=True, slots=True)
class Window:
    """Sound without padding, what is said in it, and the text before it if it is to be given."""

    waveform: Waveform
    sentences: tuple[Sentence, ...]
    previous: str = ""
    with_timestamps: bool = False


def join(corpus: Corpus, utterances: Sequence[Utterance], draw: random.Random, *, longest_pause: float) -> Window:
    """Joins utterances with pauses between and silence at both ends."""
    pieces: list[Waveform] = []
    sentences: list[Sentence] = []
    at = round(draw.uniform(0.0, _LONGEST_EDGE) * SAMPLE_RATE_HZ)
    pieces.append(np.zeros(at, np.float32))
    for utterance in utterances:
        offset = at / SAMPLE_RATE_HZ
        sentences.append(Sentence(tuple(SpokenWord(w.text, w.start + offset, w.end + offset) for w in utterance.words)))
        pause = np.zeros(round(draw.uniform(_SHORTEST_PAUSE, longest_pause) * SAMPLE_RATE_HZ), np.float32)
        pieces += [corpus.waveform(utterance), pause]
        at += utterance.samples + pause.size
    spare = round(draw.uniform(0.0, _LONGEST_EDGE) * SAMPLE_RATE_HZ)
    kept = at - pieces[-1].size + min(spare, pieces[-1].size)
    return Window(np.concatenate(pieces)[:kept], tuple(sentences))


class Roughener:
    """Makes clean speech less clean: level, coloured noise, now and then a telephone band."""

    def __init__(self, seed: int) -> None:
        """Makes the noise that all windows are cut from."""
        white = np.random.default_rng(seed).standard_normal(_NOISE_SECONDS * SAMPLE_RATE_HZ).astype(np.float32)
        spectrum = np.fft.rfft(white)
        hz = np.maximum(np.fft.rfftfreq(white.size, 1 / SAMPLE_RATE_HZ), 20.0)
        self._noises = [_unit_power(np.fft.irfft(spectrum / hz**power)) for power in (0.0, 0.5, 1.0)]

    def roughen(self, waveform: Waveform, draw: random.Random) -> Waveform:
        """Returns a changed copy of the sound."""
        rough = waveform
        if draw.random() < 0.15:
            rough = _band(rough, low_hz=draw.uniform(50, 300), high_hz=draw.uniform(3000, 6000))
        if draw.random() < 0.5:
            power = float(np.sqrt(np.mean(np.square(rough))))
            rough = rough + self.noise(rough.size, draw) * np.float32(power * 10 ** (-draw.uniform(10, 40) / 20))
        return np.asarray(rough * np.float32(10 ** (draw.uniform(-18, 6) / 20)), np.float32)

    def noise(self, samples: int, draw: random.Random) -> Waveform:
        """Returns noise of power one, white, pink or brown."""
        source = draw.choice(self._noises)
        first = draw.randrange(source.size - samples)
        return source[first : first + samples]

    def emptiness(self, samples: int, draw: random.Random) -> Waveform:
        """Returns sound without speech: digital silence or quiet noise, of any length up to `samples`."""
        if draw.random() < 0.3:
            return np.zeros(samples, np.float32)
        level = np.float32(10 ** (-draw.uniform(25, 80) / 20))
        return self.noise(draw.randint(samples // 20, samples - 1), draw) * level


def _unit_power(noise: NDArray[np.floating]) -> Waveform:
    return np.asarray(noise / np.sqrt(np.mean(np.square(noise))), np.float32)


def _band(waveform: Waveform, *, low_hz: float, high_hz: float) -> Waveform:
    spectrum = np.fft.rfft(waveform)
    hz = np.fft.rfftfreq(waveform.size, 1 / SAMPLE_RATE_HZ)
    return np.fft.irfft(spectrum * ((hz >= low_hz) & (hz <= high_hz)), n=waveform.size).astype(np.float32)

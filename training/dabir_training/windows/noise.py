"""Noise that is mixed into training windows: recordings, colours, voices; and how loud. Pure but for reading a folder.

Coloured noise has a power that falls with frequency to some power: 0 is white (hiss), 1 pink (rooms), 2 brown (wind,
traffic). Babble is several other clips at once, in which no word can be made out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Waveform
from dabir_core.units import SAMPLE_RATE_HZ
from dabir_training.errors import RunFileWrong
from dabir_training.windows.clip_sound import read_sound

_ENDINGS: Final = frozenset({".wav", ".flac", ".ogg", ".mp3", ".opus"})
_LOWEST_HZ: Final = 20.0
"""Below it a falling spectrum is level, or all power would lie in the first bins."""
_BLOCK_SAMPLES: Final = 2**17
"""Coloured noise of 8 s is made and repeated with random turns: a transform of 30 s takes four times as long."""


@dataclass(frozen=True, slots=True)
class NoiseFolder:
    """Recordings of noise, by name; which of them is drawn by chance."""

    files: tuple[Path, ...]

    @classmethod
    def listed(cls, folder: str) -> "NoiseFolder":
        """All sound files under a folder; none for "". Raises: RunFileWrong for a folder without any."""
        if not folder:
            return cls(())
        files = sorted(path for path in Path(folder).expanduser().rglob("*") if path.suffix.lower() in _ENDINGS)
        if not files:
            raise RunFileWrong(f"noise_folder: {folder}", detail="no recordings in it")
        return cls(tuple(files))

    def draw(self, samples: int, rng: np.random.Generator) -> Waveform | None:
        """(samples,) of a recording from a random place on, repeated if it is shorter; None where it cannot be read."""
        if not self.files:
            return None
        sound = read_sound(self.files[rng.integers(len(self.files))])
        return None if sound is None else np.resize(np.roll(sound, -int(rng.integers(sound.size))), samples)


def coloured(samples: int, exponent: float, rng: np.random.Generator) -> Waveform:
    """(samples,) noise of mean square 1 whose power falls with the frequency to the exponent."""
    white = rng.standard_normal(min(samples, _BLOCK_SAMPLES), dtype=np.float32)
    spectrum = np.fft.rfft(white)
    hz = np.maximum(np.fft.rfftfreq(white.size, 1 / SAMPLE_RATE_HZ), _LOWEST_HZ).astype(np.float32)
    block = _unit_power(np.fft.irfft(spectrum * hz ** (-exponent / 2), n=white.size))
    turned = [np.roll(block, int(rng.integers(block.size))) for _ in range(-(-samples // block.size) - 1)]
    return np.concatenate([block, *turned])[:samples]


def babble(voices: Sequence[Waveform], samples: int) -> Waveform:
    """(samples,) of all voices at once, equally loud, each from its beginning again when it ends."""
    level = [np.resize(_unit_power(voice), samples) for voice in voices]
    return _unit_power(np.sum(level, axis=0))


def mixed(signal: Waveform, noise: Waveform, *, snr_db: float, is_speech: NDArray[np.bool_]) -> Waveform:
    """The signal with noise that is so many decibels below its speech.

    Args: signal, noise, is_speech: (T,); the ratio is that of the speech's mean square to the whole noise's.
    """
    speech_power = _power(signal[is_speech])
    noise_power = _power(noise)
    if not speech_power or not noise_power:
        return signal
    factor = np.sqrt(speech_power / noise_power * 10 ** (-snr_db / 10))
    return np.asarray(signal + noise * np.float32(factor), np.float32)


def _power(waveform: Waveform) -> float:
    return float(np.mean(np.square(waveform, dtype=np.float64))) if waveform.size else 0.0


def _unit_power(waveform: NDArray[np.floating]) -> Waveform:
    return np.asarray(waveform / np.sqrt(np.mean(np.square(waveform)) + 1e-12), np.float32)

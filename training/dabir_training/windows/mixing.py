"""A window's sound: clips in their places, changed as a room, a distance or a telephone would change them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Waveform
from dabir_training.configuration import AugmentSettings
from dabir_training.windows.noise import NoiseFolder, babble, coloured, mixed
from dabir_training.windows.telephone import through_telephone

Voices = Callable[[int, np.random.Generator], Sequence[Waveform]]
"""So many clips by chance, fewer where some cannot be read."""

_BABBLE: Final = 0.25
"""Share of synthetic noise that is voices."""
_VOICES: Final = 5
_BROWN: Final = 2.0
_SILENT: Final = 0.3
"""Share of empty windows without any sound at all."""
_QUIETEST_DB, _LOUDEST_DB = -75.0, -25.0
_RECORDED: Final = 0.8
"""Share of noise that is a recording, where there are recordings."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip in a window.

    at               the window's sample where its sound begins
    first, last      its own samples between which it is speech
    is_whole         whether the window's end does not cut it
    """

    text: str
    sound: Waveform
    at: int
    first: int
    last: int
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Mixer:
    """Makes the sound of windows."""

    settings: AugmentSettings
    recordings: NoiseFolder
    voices: Voices

    def speech(self, clips: Sequence[Placed], length: int, rng: np.random.Generator, *, is_clean: bool) -> Waveform:
        """(length,) of the clips; louder and softer, in noise, over a telephone, unless it is to be clean."""
        sound = np.zeros(length, np.float32)
        for clip in clips:
            gain_db = 0.0 if is_clean else rng.uniform(-self.settings.gain_db, self.settings.gain_db)
            heard = clip.sound[: max(0, length - clip.at)]
            sound[clip.at : clip.at + heard.size] += heard * np.float32(10 ** (gain_db / 20))
        return sound if is_clean else self._changed(sound, speech_mask(clips, length), rng)

    def emptiness(self, length: int, rng: np.random.Generator) -> Waveform:
        """(length,) in which nobody speaks: silence or noise, soft or loud."""
        if rng.random() < _SILENT:
            return np.zeros(length, np.float32)
        level = np.float32(10 ** (rng.uniform(_QUIETEST_DB, _LOUDEST_DB) / 20))
        noise = self._recording(length, rng)
        heard = (coloured(length, rng.uniform(0.0, _BROWN), rng) if noise is None else noise) * level
        return np.asarray(np.clip(heard, -1.0, 1.0), np.float32)

    def _changed(self, sound: Waveform, is_speech: NDArray[np.bool_], rng: np.random.Generator) -> Waveform:
        others = 1 - self.settings.clean
        if rng.random() * others < self.settings.noise:
            snr_db = rng.uniform(self.settings.lowest_snr_db, self.settings.highest_snr_db)
            sound = mixed(sound, self._noise(sound.size, rng), snr_db=snr_db, is_speech=is_speech)
        if rng.random() * others < self.settings.telephone:
            sound = through_telephone(sound)
        return np.asarray(np.clip(sound, -1.0, 1.0), np.float32)

    def _noise(self, samples: int, rng: np.random.Generator) -> Waveform:
        recorded = self._recording(samples, rng)
        if recorded is not None:
            return recorded
        voices = self.voices(_VOICES, rng) if rng.random() < _BABBLE else ()
        return babble(voices, samples) if voices else coloured(samples, rng.uniform(0.0, _BROWN), rng)

    def _recording(self, samples: int, rng: np.random.Generator) -> Waveform | None:
        """A recording at a mean square of 1."""
        if rng.random() >= _RECORDED:
            return None
        sound = self.recordings.draw(samples, rng)
        return None if sound is None else babble([sound], samples)


def speech_mask(clips: Sequence[Placed], length: int) -> NDArray[np.bool_]:
    """(length,) where somebody speaks."""
    is_speech = np.zeros(length, np.bool_)
    for clip in clips:
        is_speech[clip.at + clip.first : clip.at + clip.last] = True
    return is_speech

"""A voice activity detector that reads its answers off the sound, which therefore says itself where speech is."""

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Waveform


class ReadableVad:
    """Obeys `SpeechProbabilities`: each frame's probability is its loudest sample."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.float32)

    def probabilities(self, block: Waveform) -> NDArray[np.float32]:
        heard = np.concatenate([self._rest, block])
        complete = heard.size // 512 * 512
        self._rest = heard[complete:]
        loudest: NDArray[np.float32] = np.abs(heard[:complete]).reshape(-1, 512).max(axis=1, initial=0.0)
        return loudest

    def finish(self) -> NDArray[np.float32]:
        padded = np.pad(self._rest, (0, -self._rest.size % 512))
        self._rest = np.zeros(0, np.float32)
        return self.probabilities(padded)

"""Voice activity: how probably each 32 ms of a recording holds speech.

Silero VAD v6, because it is small (1.2 MB), MIT, hears quiet speech (espeak-ng's Persian down to -60 dBFS, but neither
white noise nor tones) and runs in the runtimes that we have anyway; WebRTC's is far behind, ten-vad forbids competing.
Frames go through the model in groups of a fixed size: 6 times less work than one by one, and the same numbers to the
last bit however the recording was cut into blocks. The price is that an answer may come 0.5 s late, which cutting at
pauses of seconds does not feel.
Source: silero-vad 6.2.3 (see silero/README.md).
"""

from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from dabir_core.arrays import Waveform
from dabir_core.speech.spans import FRAME_SAMPLES
from dabir_core.speech.vad_runners import CONTEXT_SAMPLES, STATE_SHAPE, SileroRunner

_GROUP_FRAMES: Final = 16


class SpeechProbabilities(Protocol):
    """Listens to one recording, block after block."""

    def probabilities(self, block: Waveform) -> NDArray[np.float32]:
        """Probabilities of the frames (512 samples each) that are decided by now, from where the last answer ended."""

    def finish(self) -> NDArray[np.float32]:
        """Probabilities of all that is left, the last frame filled up with silence; then a new recording may begin."""


def _zeros(*shape: int) -> NDArray[np.float32]:
    return np.zeros(shape, np.float32)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What the model knows of the frames before."""

    context: NDArray[np.float32] = field(default_factory=lambda: _zeros(1, CONTEXT_SAMPLES))
    hidden: NDArray[np.float32] = field(default_factory=lambda: _zeros(*STATE_SHAPE))
    cell: NDArray[np.float32] = field(default_factory=lambda: _zeros(*STATE_SHAPE))


class SileroVad:
    """Silero listening to one recording; the loaded model may be shared, the state may not."""

    def __init__(self, runner: SileroRunner, *, group_frames: int = _GROUP_FRAMES) -> None:
        """Smaller groups answer sooner and cost more; the probabilities are those of no other size to the last bit."""
        self._runner = runner
        self._group_samples = group_frames * FRAME_SAMPLES
        self._rest = _zeros(0)
        self._memory = _Memory()

    def probabilities(self, block: Waveform) -> NDArray[np.float32]:
        """Probabilities in [0, 1], one per 512 samples, of every complete group of frames heard so far.

        Args: block: (T,) of any length, 0 included; what completes no group is kept for the next call.
        """
        heard = np.concatenate([self._rest, block])
        complete = heard.size // self._group_samples * self._group_samples
        self._rest = heard[complete:].copy()  # a copy, so that a long block is not kept alive by its last samples
        groups = heard[:complete].reshape(-1, self._group_samples // FRAME_SAMPLES, FRAME_SAMPLES)
        return np.concatenate([_zeros(0), *(self._listen(group) for group in groups)])

    def finish(self) -> NDArray[np.float32]:
        """Probabilities of the frames that are left, the last one zero-padded; forgets the recording."""
        frames_left = -(-self._rest.size // FRAME_SAMPLES)
        silence = _zeros(-self._rest.size % self._group_samples)
        left = self.probabilities(silence)[:frames_left]
        self._rest, self._memory = self._rest[:0], _Memory()
        return left

    def _listen(self, frames: NDArray[np.float32]) -> NDArray[np.float32]:
        ends = frames[:, -CONTEXT_SAMPLES:]
        contexts = np.concatenate([self._memory.context, ends[:-1]])
        output = self._runner.run(np.hstack([contexts, frames]), self._memory.hidden, self._memory.cell)
        self._memory = _Memory(ends[-1:].copy(), output.hidden, output.cell)
        return output.probabilities

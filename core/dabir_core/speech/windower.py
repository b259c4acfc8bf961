"""A stream of sound → windows: the shell that joins the VAD, the sound still needed, and the planner.

A window is given as soon as its end is decided: after a long pause, or when it is full. Memory holds one window and a
little more, however long the recording is; silence is forgotten at once. Where Silero hears nobody there is no window,
even in a short recording: it still hears speech at -60 dBFS, and below that a model invents text more often than it
finds any.
"""

from collections.abc import Sequence

import numpy as np

from dabir_core.arrays import Waveform
from dabir_core.speech.recent_sound import RecentSound
from dabir_core.speech.spans import FRAME_SAMPLES
from dabir_core.speech.vad import SpeechProbabilities
from dabir_core.speech.windows import Placement, Window, WindowPlanner, WindowRules


class Windower:
    """Cuts one recording into windows while it arrives in blocks of any length; the length changes no result."""

    def __init__(self, vad: SpeechProbabilities, limit_samples: int, *, rules: WindowRules | None = None) -> None:
        self._vad = vad
        self._planner = WindowPlanner(limit_samples, rules or WindowRules())
        self._sound = RecentSound()
        self._given = 0  # windows
        self._judged = 0  # samples whose frames have their probability

    @property
    def limit_samples(self) -> int:
        """What no window is longer than; may be set between pushes and holds for the windows that come after."""
        return self._planner.limit_samples

    @limit_samples.setter
    def limit_samples(self, limit_samples: int) -> None:
        self._planner.limit_samples = limit_samples

    @property
    def settled_samples(self) -> int:
        """Sound before this sample is in no window to come: silence, or in windows that were given."""
        return self._planner.needed_from_samples

    @property
    def open_window(self) -> Window | None:
        """What the next window would be if it ended with the last sample heard; None where nobody speaks."""
        spans = self._planner.open_spans
        if not spans:
            return None
        start = self.settled_samples
        end = min(self._sound.end_samples, start + self.limit_samples)
        return Window(self._sound.cut(start, end), start, spans, self._given)

    def push(self, block: Waveform) -> list[Window]:
        """Hears the next (T,) samples; gives the windows that they complete. The block must not change afterwards."""
        self._sound.append(block)
        windows = self._hear(self._vad.probabilities(block).tolist())
        self._sound.forget_before(self.settled_samples)
        return windows

    def finish(self) -> list[Window]:
        """Gives what is left at the end of the recording; call it once."""
        windows = self._hear(self._vad.finish().tolist())
        return windows + self._cut(self._planner.finish(self._sound.end_samples))

    def _hear(self, probabilities: Sequence[float]) -> list[Window]:
        start, self._judged = self._judged, self._judged + len(probabilities) * FRAME_SAMPLES
        levels_db = _levels_db(self._sound.cut(start, self._judged))
        return self._cut(self._planner.push(probabilities, levels_db))

    def _cut(self, placements: Sequence[Placement]) -> list[Window]:
        first, self._given = self._given, self._given + len(placements)
        return [
            Window(self._sound.cut(at.start_samples, at.end_samples), at.start_samples, at.spans, first + place)
            for place, at in enumerate(placements)
        ]


def _levels_db(waveform: Waveform) -> list[float]:
    """Root mean square of each 512 samples in dBFS, the last ones filled up with silence; digital silence is -120."""
    frames = np.pad(waveform, (0, -waveform.size % FRAME_SAMPLES)).reshape(-1, FRAME_SAMPLES)
    power = np.mean(np.square(frames), axis=1)
    levels: list[float] = (10.0 * np.log10(power + 1e-12)).tolist()
    return levels

"""Blocks of a recording → utterances: speech up to a pause, with a little sound around it.

A gap in the recording ends an utterance too: what follows was said later. Speech without a pause is cut where the
reader can take no more, in the latest good place, and the rest begins the next utterance: nothing is heard twice and no
speech is lost. All that is the windows' work (`speech.windows`), with a shorter pause.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from dabir_core.record.live_sound import LiveBlock
from dabir_core.speech import SpanRules, SpeechProbabilities, SpeechSpan, Window, Windower, WindowRules
from dabir_core.units import Seconds, to_samples

END_SILENCE: Final[Seconds] = 0.8
"""Longer than nearly all breaths and hesitations inside a sentence, so that sentences are read whole; each tenth more
is a tenth that the last word of every utterance comes later."""

_SURE_SAMPLES: Final = to_samples(SpanRules().min_speech)
"""Speech of this length becomes an utterance, whatever follows."""


class Utterances:
    """Cuts one recording while it is made."""

    def __init__(self, vad: Callable[[], SpeechProbabilities], limit_samples: int) -> None:
        """`vad` gives a detector for each stretch without a gap."""
        self._vad, self._limit_samples = vad, limit_samples
        self._windower: Windower | None = None
        self._origin = 0

    @property
    def open(self) -> Window | None:
        """The utterance under way, up to now; None where nobody speaks, and where it may have been a click."""
        window = None if self._windower is None else self._windower.open_window
        if window is None or max(span.samples for span in window.spans) < _SURE_SAMPLES:
            return None
        return self._placed(window)

    def push(self, block: LiveBlock) -> list[Window]:
        """Hears the next block; gives the utterances that have ended."""
        ended = self.finish() if block.after is not None else []
        if self._windower is None:
            self._origin = to_samples(block.start)
            rules = WindowRules(long_pause=END_SILENCE)
            self._windower = Windower(self._vad(), self._limit_samples, rules=rules)
        return ended + [self._placed(window) for window in self._windower.push(block.samples)]

    def finish(self) -> list[Window]:
        """The utterance that the end of the sound, or of a stretch of it, ends."""
        windower, self._windower = self._windower, None
        return [] if windower is None else [self._placed(window) for window in windower.finish()]

    def _placed(self, window: Window) -> Window:
        """In the recording, rather than in the stretch."""
        spans = (
            SpeechSpan(span.start_samples + self._origin, span.end_samples + self._origin) for span in window.spans
        )
        return replace(window, start_samples=window.start_samples + self._origin, spans=tuple(spans))

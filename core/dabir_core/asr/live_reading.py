"""Utterances of one recording while it is made: drafts of what was said so far, and the text once they have ended.

A draft is one decode: its sound is cut off in the middle of a word, so most reasons to doubt a text do not hold, and
the next draft comes soon. Only what would be left out of a transcript, an invention where nobody speaks, is left out.
An ended utterance is read as the windows of a file are.
"""

from dataclasses import dataclass, replace
from typing import Final

from dabir_core.asr.doubts import NO_TEXT, Doubt
from dabir_core.asr.guards import Guards, WindowJudge
from dabir_core.asr.language_tracking import LanguageTracker
from dabir_core.asr.shown import shown
from dabir_core.asr.stitch import Stitcher
from dabir_core.asr.window_reading import WindowReader
from dabir_core.asr.window_result import WindowResult
from dabir_core.options import Urgency
from dabir_core.progress import CancelToken
from dabir_core.speech import SileroRunner, SileroVad, SpeechDensity, SpeechProbabilities, Window
from dabir_core.transcript import Segment
from dabir_core.units import Seconds, to_samples, to_seconds

LONGEST_UTTERANCE: Final[Seconds] = 15.0
"""Every draft reads the utterance from its beginning on: longer ones cost more, and a sentence is rarely so long."""
_GROUP_FRAMES: Final = 4
"""Speech is heard after an eighth of a second rather than half a second."""


class LiveReader:
    """Reads utterances in their order, before all other jobs; for one recording and one thread."""

    def __init__(self, reader: WindowReader, silero: SileroRunner) -> None:
        """Takes the reader of a file; its options must ask for words."""
        assert reader.options.words
        options = reader.options
        candidates = options.candidates if options.language is None else ()
        judge = _DraftJudge(Guards(reader.checkpoint.vocabulary.first_timestamp, options.task, candidates))
        self._reader, self._drafts = reader, replace(reader, judge=judge)
        self._silero = silero
        self._languages = LanguageTracker(options.candidates)

    @property
    def limit_samples(self) -> int:
        """What no utterance may be longer than."""
        window = to_seconds(self._reader.checkpoint.dimensions.window_samples)
        longest = min(window, LONGEST_UTTERANCE)
        return to_samples(SpeechDensity().window_limit(self._reader.token_cap, longest=longest))

    def vad(self) -> SpeechProbabilities:
        """A detector for one stretch of sound."""
        return SileroVad(self._silero, group_frames=_GROUP_FRAMES)

    def draft(self, window: Window, cancel: CancelToken) -> tuple[Segment, ...] | None:
        """What the utterance says so far; None if cancelled. Nothing of it counts for what follows."""
        languages = LanguageTracker(self._reader.options.candidates)
        languages.evidence = self._languages.evidence
        return self._read(self._drafts, window, cancel, languages=languages)

    def read(self, window: Window, cancel: CancelToken) -> tuple[Segment, ...] | None:
        """The text of an utterance that has ended; None if cancelled."""
        return self._read(self._reader, window, cancel, languages=self._languages)

    def _read(
        self, reader: WindowReader, window: Window, cancel: CancelToken, *, languages: LanguageTracker
    ) -> tuple[Segment, ...] | None:
        with languages.turn() as turn:
            result = reader.read(window, cancel, urgency=Urgency.LIVE, turn=turn)
        if result is None:
            return None
        options = reader.options
        return tuple(shown(segment, options) for segment in Stitcher(options).add(result))


@dataclass(frozen=True, slots=True)
class _DraftJudge:
    """Obeys `WindowJudge`: only what no transcript would put out is doubted."""

    judge: WindowJudge

    def doubts(self, result: WindowResult, *, prompt: str) -> tuple[Doubt, ...]:
        return tuple(doubt for doubt in self.judge.doubts(result, prompt=prompt) if doubt in NO_TEXT)

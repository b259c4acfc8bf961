"""What became of one window: the decoded text in its place in the recording, from which segments are made."""

from dataclasses import dataclass

from dabir_core.asr.doubts import NO_TEXT, Doubt
from dabir_core.asr.hypothesis import Hypothesis
from dabir_core.asr.language_evidence import LanguageClues
from dabir_core.speech.spans import SpeechSpan
from dabir_core.transcript import Word
from dabir_core.units import Seconds, to_seconds


@dataclass(frozen=True, slots=True)
class Passage:
    """Text between two timestamp tokens."""

    start: Seconds
    end: Seconds
    text: str


@dataclass(frozen=True, slots=True)
class WindowResult:
    """One window from `start` to `end` of the recording, padding excluded.

    spans       the speech in it, in order, in samples of the recording; all times are the recording's too
    text        the hypothesis' text without timestamp tokens and outer spaces
    language    that in which the window was decoded, `language_probability` the window's own belief in it (1 if forced)
    clues       what it says of the language of later windows; None if the language was forced
    doubts      why the text is not to be trusted, after all attempts; none for a good window
    words       found by `with_words`, `passages` by `with_passages`; None where they were not asked for
    """

    start: Seconds
    end: Seconds
    spans: tuple[SpeechSpan, ...]
    hypothesis: Hypothesis
    text: str
    language: str
    language_probability: float = 1.0
    words: tuple[Word, ...] | None = None
    passages: tuple[Passage, ...] | None = None
    doubts: tuple[Doubt, ...] = ()
    clues: LanguageClues | None = None

    @property
    def is_withheld(self) -> bool:
        """Whether its text was taken for an invention and is not put out."""
        return not self.text and not NO_TEXT.isdisjoint(self.doubts)

    @property
    def speech(self) -> tuple[Seconds, Seconds]:
        """From the first span's start to the last one's end; the whole window where no span is known."""
        if not self.spans:
            return self.start, self.end
        first, last = to_seconds(self.spans[0].start_samples), to_seconds(self.spans[-1].end_samples)
        return max(self.start, first), min(self.end, last)

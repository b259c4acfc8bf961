"""What a listener to live text is told, all frozen."""

from dataclasses import dataclass

from dabir_core.asr.segments import join_words
from dabir_core.transcript import Segment, Word
from dabir_core.units import Seconds


@dataclass(frozen=True, slots=True)
class FinalUtterance:
    """An utterance that has ended, from `start` to `end` of the recording, read once more as a whole.

    Its text takes the place of the words that were committed while it grew: so many, of which the share `changed` is
    not in it as it was shown. `segments` is empty where its words turned out to be none.
    """

    start: Seconds
    end: Seconds
    segments: tuple[Segment, ...]
    committed: int
    changed: float

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class LiveUpdate:
    """How live text stands: utterances that ended since the update before, and the one under way.

    committed           words that stand until the utterance ends
    tentative           words after them that the next update may change
    language            of those words; «» where there are none
    heard               up to where the recording was heard
    real_time_factor    what reading takes of the time that there is; 0 before the first reading
    is_by_utterance     the machine is too slow for more: text comes when an utterance has ended
    """

    ended: tuple[FinalUtterance, ...]
    committed: tuple[Word, ...]
    tentative: tuple[Word, ...]
    language: str
    heard: Seconds
    real_time_factor: float
    is_by_utterance: bool

    @property
    def committed_text(self) -> str:
        """The committed words, as text."""
        return join_words(self.committed, language=self.language)

    @property
    def tentative_text(self) -> str:
        """The tentative words, as text."""
        return join_words(self.tentative, language=self.language)

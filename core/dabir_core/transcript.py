"""What a recording became: words in segments in a transcript, all frozen, times in seconds from the recording's start.

Text is in logical order; nothing here knows about direction marks or files.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from dabir_core.units import Seconds


class EndedBy(StrEnum):
    """Why the decoding of a window stopped. Anything but END_OF_TEXT means that text may be missing."""

    END_OF_TEXT = "end-of-text"
    TOKEN_CAP = "token-cap"
    GUARD = "guard"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Word:
    """One word with the punctuation that touches it; `probability` is the mean over its tokens, in [0, 1]."""

    text: str
    start: Seconds
    end: Seconds
    probability: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A timed stretch of text: one subtitle cue.

    `words` is empty where no word times were asked for. `mean_log_probability` is over the window's tokens (nats).
    `language` is that of the window, `language_probability` how likely its sound alone makes it (1 if it was forced).
    """

    start: Seconds
    end: Seconds
    text: str
    language: str
    words: tuple[Word, ...] = ()
    mean_log_probability: float = 0.0
    no_speech_probability: float = 0.0
    ended_by: EndedBy = EndedBy.END_OF_TEXT
    language_probability: float = 1.0

    @property
    def is_spelt(self) -> bool:
        """Whether its words say its text: not where there are none, nor where the text was edited."""
        said = "".join(word.text for word in self.words)
        return bool(self.words) and "".join(said.split()) == "".join(self.text.split())


@dataclass(frozen=True, slots=True)
class HeardLanguage:
    """A language and the belief in it, 1 if it was forced."""

    language: str
    probability: float


def main_language(segments: Iterable[Segment]) -> HeardLanguage | None:
    """The language that is spoken longest, and the belief in it averaged over that time; None for no segments."""
    seconds: defaultdict[str, Seconds] = defaultdict(float)
    belief: defaultdict[str, float] = defaultdict(float)
    for segment in segments:
        seconds[segment.language] += segment.end - segment.start
        belief[segment.language] += (segment.end - segment.start) * segment.language_probability
    if not seconds:
        return None
    language = max(seconds, key=seconds.__getitem__)
    return HeardLanguage(language, belief[language] / seconds[language] if seconds[language] else 0.0)


class WarningKind(StrEnum):
    """What went less well than it should; `sentences` has the words for people."""

    AUDIO_LOST = "audio-lost"
    """Damaged packets: `seconds` of sound could not be decoded."""
    TEXT_UNFINISHED = "text-unfinished"
    """Decoding stopped before end-of-text or passed over speech: words may be missing from `start` to `end`."""
    LOW_CONFIDENCE = "low-confidence"
    """The text from `start` to `end` is the best of several attempts, none of which could be believed."""
    NO_SPEECH = "no-speech"
    """What the model made of the sound from `start` to `end` was taken for an invention and left out."""


@dataclass(frozen=True, slots=True)
class TranscriptWarning:
    """One thing that the reader of a transcript should know; `seconds` is how much sound it concerns."""

    kind: WarningKind
    start: Seconds
    end: Seconds
    seconds: Seconds


@dataclass(frozen=True, slots=True)
class Origin:
    """The link that a recording was fetched from; `duration` is what the site says of it, if it does."""

    url: str
    title: str
    duration: Seconds | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole recording's text; silence gives one without segments.

    `language` is that of most of the text, `language_probability` the detector's belief in it (1 if it was forced).
    `origin` is None for a file of one's own.
    """

    segments: tuple[Segment, ...]
    duration: Seconds
    language: str
    language_probability: float
    model: str
    warnings: tuple[TranscriptWarning, ...] = field(default=())
    origin: Origin | None = None

    @property
    def text(self) -> str:
        """All segments, one after the other, in one paragraph."""
        return " ".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The outcome of a job that was asked to stop: what was finished by then."""

    partial: Transcript

    @classmethod
    def after(cls, segments: Sequence[Segment], *, model: str, language: str) -> Self:
        """What is known of a job that cannot tell its own outcome; `language` is that of a text without segments."""
        heard = main_language(segments) or HeardLanguage(language, 0.0)
        end = segments[-1].end if segments else 0.0
        return cls(Transcript(tuple(segments), end, heard.language, heard.probability, model))

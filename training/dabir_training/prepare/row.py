"""One line of a source, before anything is decided about it; and why a clip is left out."""

from dataclasses import dataclass
from enum import StrEnum

from dabir_core.units import Seconds
from dabir_training.manifest import Split


class Drop(StrEnum):
    """Why a clip is left out, in the order in which it is asked."""

    MALFORMED = "malformed line"
    NO_TEXT = "no text"
    LATIN = "Latin letters alone"
    MISSING = "sound missing"
    UNDECODABLE = "sound cannot be read"
    REPORTED = "sentence was reported"
    SPEAKER = "speaker of dev or test"
    SENTENCE = "sentence of dev or test"
    SHORT = "too short"
    LONG = "too long"
    SLOW = "too few letters a second"
    FAST = "too many letters a second"
    SENTENCE_CAP = "enough of this sentence"
    SPEAKER_CAP = "enough of this speaker"
    NOT_DRAWN = "not in the share that is used"


@dataclass(frozen=True, slots=True)
class Row:
    """A line as its source has it.

    id         within the source
    sound      its file: absolute, or relative to the prepared set's folder; "" where there is none
    duration   None where the source does not say
    fault      the line itself is of no use
    """

    id: str
    sound: str
    text: str
    split: Split
    start: Seconds = 0.0
    duration: Seconds | None = None
    speaker: str = ""
    gender: str = ""
    age: str = ""
    accent: str = ""
    fault: Drop | None = None

"""[prepare]: where speech comes from, and which of it is used for what."""

from dataclasses import dataclass
from enum import StrEnum

from dabir_core.units import Seconds


class SourceKind(StrEnum):
    """The forms in which speech with its text comes."""

    COMMON_VOICE = "common_voice"
    PARQUET = "parquet"
    HUB = "hub"
    TABLE = "table"


class SplitPolicy(StrEnum):
    """What a source's clips are for.

    official    as the source says
    validated   every validated clip is for training, less what dev and test hold
    """

    OFFICIAL = "official"
    VALIDATED = "validated"


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One source: [[prepare.sources]].

    kind       its form
    path       an archive, folder, file, or a set's name on the hub
    name       stands before its clips' ids
    language   of its text, where the run's does not hold
    share      of its training clips that are used, drawn by the run's seed
    is_rehearsal  it only keeps other languages alive; never evaluated
    """

    kind: SourceKind
    path: str
    name: str
    language: str = ""
    configuration: str = ""
    revision: str = ""
    share: float = 1.0
    is_rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class PreparationSettings:
    """What is read, and what is dropped.

    percent          of the training split that is used (the student's 60)
    test_percent     of the test split (the student cut it too)
    clips_per_speaker, clips_per_sentence    at most so many for training, with `validated`
    slowest, fastest letters a second; outside of it the text is not what is said
    """

    sources: tuple[SourceSettings, ...]
    splits: SplitPolicy = SplitPolicy.VALIDATED
    percent: float = 100.0
    test_percent: float = 100.0
    clips_per_speaker: int = 1000
    clips_per_sentence: int = 3
    shortest: Seconds = 0.5
    longest: Seconds = 30.0
    slowest: float = 3.0
    fastest: float = 25.0
    is_text_mended: bool = True

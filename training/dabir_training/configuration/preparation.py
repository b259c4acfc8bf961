"""[prepare]: where speech comes from, and which of it is used for what."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dabir_core.units import Seconds

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class SourceKind(StrEnum):
    """The forms in which speech with its text comes.

    common_voice   a release as Mozilla gives it: the tar.gz, or the folder that was in it
    parquet        a folder of parquet files with the sound inside
    hub            the same on the Hugging Face hub
    table          a .tsv, .csv or .jsonl with a column of sound files and one of text
    """

    COMMON_VOICE = "common_voice"
    PARQUET = "parquet"
    HUB = "hub"
    TABLE = "table"


class SplitPolicy(StrEnum):
    """What a source's clips are for.

    official    as the source says
    validated   every validated clip is for training, less what shares a speaker or a sentence with dev and test
    """

    OFFICIAL = "official"
    VALIDATED = "validated"


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One source: [[prepare.sources]].

    kind          its form
    path          an archive, folder, file, or a set's name on the hub
    name          stands before its clips' ids; letters, digits, points and dashes
    language      of its text, where the run's does not hold
    configuration, revision   of a set on the hub
    sound_column, text_column   where the usual names are not the ones
    split         of a table's rows where no column says it: train, dev or test
    share         of its training clips that are used, drawn by the run's seed
    is_rehearsal  it only keeps other languages alive; never evaluated
    """

    kind: SourceKind
    path: str
    name: str
    language: str = ""
    configuration: str = ""
    revision: str = ""
    sound_column: str = ""
    text_column: str = ""
    split: str = "train"
    share: float = 1.0
    is_rehearsal: bool = False

    def __post_init__(self) -> None:
        """Raises: ValueError, which becomes RunFileWrong."""
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"name must be letters, digits, points and dashes, not {self.name!r}")
        if not 0 < self.share <= 1:
            raise ValueError(f"share must lie above 0 and at most at 1, not at {self.share}")
        if self.split not in ("train", "dev", "test"):
            raise ValueError(f"split must be train, dev or test, not {self.split!r}")


@dataclass(frozen=True, slots=True)
class PreparationSettings:
    """What is read, and what is dropped.

    percent          of the training split that is used (the student's 60), of each source but rehearsal
    test_percent     of the test split (the student cut it too)
    clips_per_speaker, clips_per_sentence    at most so many for training, with `validated`
    shortest, longest, slowest, fastest   a clip outside of them is dropped, but in test nothing that can be heard is;
                     letters a second outside of them: the text is not what is said
    is_text_mended   spelling as core's display rules have it; otherwise as the source has it
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

    def __post_init__(self) -> None:
        """Raises: ValueError, which becomes RunFileWrong."""
        names = [source.name for source in self.sources]
        if not names:
            raise ValueError("sources is empty")
        if len(set(names)) < len(names):
            raise ValueError("two sources have one name")
        for percent in (self.percent, self.test_percent):
            if not 0 < percent <= 100:
                raise ValueError(f"a percentage must lie above 0 and at most at 100, not at {percent}")

"""A prepared set: a folder with one line of JSON for each clip, and what the set was made of.

manifest.jsonl    one Clip a line, in a fixed order; never held in memory as a whole
prepared.json     what it was made of, and the hash of its splits
report.json       hours, clips and speakers; what was dropped and why
sounds/           the clips, if the set was packed to be moved; otherwise they stay where the source has them
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from dabir_core.units import Seconds
from dabir_training.errors import PreparedSetWrong

MANIFEST: Final = "manifest.jsonl"
PREPARED: Final = "prepared.json"
REPORT: Final = "report.json"


class Split(StrEnum):
    """What a clip is for."""

    TRAIN = "train"
    DEV = "dev"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Clip:
    """One stretch of speech and its text.

    id         unique within the set; the source's name goes before the source's own id
    sound      its file: absolute, or relative to the prepared set's folder
    start      where it begins in the file
    duration   of the clip, 0 where its source does not say (then the file's own holds)
    text       what is said, as it is to be displayed
    language   Whisper's code
    speaker    "" where nobody knows
    """

    id: str
    sound: str
    duration: Seconds
    text: str
    split: Split
    source: str
    start: Seconds = 0.0
    language: str = "fa"
    speaker: str = ""
    gender: str = ""
    age: str = ""
    accent: str = ""

    @property
    def line(self) -> str:
        """The clip as a line of the manifest, without its end."""
        return json.dumps({name: value for name, value in asdict(self).items() if value != ""}, ensure_ascii=False)

    @classmethod
    def of_line(cls, line: str) -> "Clip":
        """The clip of a manifest's line. Raises: PreparedSetWrong."""
        try:
            told = json.loads(line)
            return cls(**{**told, "split": Split(told["split"])})
        except (ValueError, TypeError, KeyError) as cause:
            raise PreparedSetWrong(f"{MANIFEST}: {line[:80]}") from cause


@dataclass(frozen=True, slots=True)
class PreparedSet:
    """A prepared set on disk."""

    folder: Path

    def clips(self, split: Split | None = None) -> Iterator[Clip]:
        """Its clips in the manifest's order, of one split or of all. Raises: PreparedSetWrong."""
        try:
            with (self.folder / MANIFEST).open(encoding="utf-8") as lines:
                clips = map(Clip.of_line, lines)
                yield from clips if split is None else (clip for clip in clips if clip.split is split)
        except OSError as cause:
            raise PreparedSetWrong(str(self.folder)) from cause

    def sound_of(self, clip: Clip) -> Path:
        """Where the clip's file lies."""
        return self.folder / clip.sound  # an absolute path stays itself

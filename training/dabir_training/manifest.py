"""A prepared set: a folder with one line of JSON for each clip, and what the set was made of.

manifest.jsonl    one Clip a line, in a fixed order; never held in memory as a whole
prepared.json     what it was made of, and the hash of its splits
report.json       hours, clips and speakers; what was dropped and why
sounds/           the clips, if the set was packed to be moved; otherwise they stay where the source has them
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Final

from dabir_core.units import Seconds
from dabir_training.errors import PreparedSetWrong

FORMAT: Final = 1
"""Of the whole folder; a set of another format is made anew."""
MANIFEST: Final = "manifest.jsonl"
PREPARED: Final = "prepared.json"
REPORT: Final = "report.json"
SOUNDS: Final = "sounds"


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
        values = {each.name: getattr(self, each.name) for each in fields(self)}  # asdict takes three times as long
        return json.dumps({name: value for name, value in values.items() if value != ""}, ensure_ascii=False)

    @classmethod
    def of_line(cls, line: str) -> "Clip":
        """The clip of a manifest's line. Raises: PreparedSetWrong."""
        try:
            told = json.loads(line)
            return cls(**{**told, "split": Split(told["split"])})
        except (ValueError, TypeError, KeyError) as cause:
            raise PreparedSetWrong(f"{MANIFEST}: {line[:80]}") from cause


@dataclass(frozen=True, slots=True)
class SourceTold:
    """A source as it was when the set was made; `release` is «cv-corpus-27.0-2026-09-11» or the like, "" if unknown."""

    name: str
    kind: str
    release: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Description:
    """What a set was made of.

    settings_hash   of the run file's [prepare], its language and seed, whatever the paths
    policy          which split policy made it
    splits_hash     of every clip's split and id, in the manifest's order: two sets with the same one are split alike
    manifest_hash   of the manifest's bytes
    clips           so many of each split
    text_rules      the display rules that mended its texts, or "" where they stand as the sources have them
    is_moved        it came out of a packed archive, and no longer needs its sources
    """

    format: int
    settings_hash: str
    policy: str
    splits_hash: str
    manifest_hash: str
    clips: Mapping[str, int]
    sources: tuple[SourceTold, ...]
    language: str
    seed: int
    percent: float
    test_percent: float
    text_rules: str
    is_moved: bool = False

    @property
    def text(self) -> str:
        """The description as prepared.json has it."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def of_text(cls, text: str) -> "Description":
        """The description that such a file holds. Raises: PreparedSetWrong."""
        try:
            told = json.loads(text)
            if told["format"] != FORMAT:
                raise PreparedSetWrong(f"{PREPARED}: format {told['format']}, not {FORMAT}")
            return cls(**{**told, "sources": tuple(SourceTold(**source) for source in told["sources"])})
        except (ValueError, TypeError, KeyError) as cause:
            raise PreparedSetWrong(PREPARED) from cause


@dataclass(frozen=True, slots=True)
class PreparedSet:
    """A prepared set on disk."""

    folder: Path

    def description(self) -> Description:
        """What it was made of; a set without one is half made, since it is written last. Raises: PreparedSetWrong."""
        try:
            return Description.of_text((self.folder / PREPARED).read_text(encoding="utf-8"))
        except OSError as cause:
            raise PreparedSetWrong(str(self.folder)) from cause

    def clips(self, split: Split | None = None) -> Iterator[Clip]:
        """Its clips in the manifest's order, of one split or of all. Raises: PreparedSetWrong."""
        return clips_of(self.folder / MANIFEST, split)

    def sound_of(self, clip: Clip) -> Path:
        """Where the clip's file lies."""
        return self.folder / clip.sound  # an absolute path stays itself


def clips_of(manifest: Path, split: Split | None = None) -> Iterator[Clip]:
    """The clips of a manifest in its order, of one split or of all. Raises: PreparedSetWrong."""
    try:
        with manifest.open(encoding="utf-8") as lines:
            clips = map(Clip.of_line, lines)
            yield from clips if split is None else (clip for clip in clips if clip.split is split)
    except OSError as cause:
        raise PreparedSetWrong(str(manifest.parent)) from cause

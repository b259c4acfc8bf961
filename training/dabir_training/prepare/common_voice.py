"""Mozilla Common Voice as it is given out: tables by header, clips in a folder beside them, releases 5 to 27.

Source: Mozilla's cv-dataset repository and the releases' READMEs; the columns' names changed over the years (accent,
accents; male, male_masculine), their order too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from dabir_core.units import Seconds
from dabir_training.configuration import SplitPolicy
from dabir_training.errors import SourceWrong
from dabir_training.manifest import Split
from dabir_training.prepare.row import Drop, Row
from dabir_training.prepare.tables import Cells, cells_of

DURATIONS: Final = "clip_durations.tsv"
REPORTED: Final = "reported.tsv"
VALIDATED: Final = "validated.tsv"
TABLES: Final = ("train.tsv", "dev.tsv", "test.tsv", VALIDATED, REPORTED, DURATIONS)
_RELEASE: Final = re.compile(r"cv-corpus-\d+(?:\.\d+)*-\d{4}-\d{2}-\d{2}")
_NEEDED: Final = ("client_id", "path", "sentence")
_SPEAKER_LETTERS: Final = 16
"""Of the 128 of a client's id, which is a hash: enough for two of 5,000 never to be equal."""
_GENDERS: Mapping[str, str] = MappingProxyType({"male_masculine": "male", "female_feminine": "female"})
_OFFICIAL: Final = (("train.tsv", Split.TRAIN), ("dev.tsv", Split.DEV), ("test.tsv", Split.TEST))
_VALIDATED_LAST: Final = (("dev.tsv", Split.DEV), ("test.tsv", Split.TEST), (VALIDATED, Split.TRAIN))


def release_folder(path: Path, language: str) -> Path:
    """The folder with the tables: `path` or one under it. Raises: SourceWrong."""
    if (path / VALIDATED).is_file():
        return path
    for depth in (f"{language}/", f"*/{language}/", f"*/*/{language}/"):
        if found := sorted(path.glob(depth + VALIDATED)):
            return found[0].parent
    raise SourceWrong(f"{path}: no {language}/{VALIDATED} in it")


def release_name(place: str) -> str:
    """The release as its folder is called, «cv-corpus-27.0-2026-09-11»; "" where nothing is called so."""
    found = _RELEASE.findall(place)
    return found[-1] if found else ""


@dataclass(frozen=True, slots=True)
class CommonVoice:
    """A release on disk; `clips` is what stands before a clip's name."""

    folder: Path
    clips: str
    policy: SplitPolicy

    def rows(self) -> Iterator[Row]:
        """Its clips; with `validated` those of dev and test come once more, as training clips, after their own rows."""
        tables = _OFFICIAL if self.policy is SplitPolicy.OFFICIAL else _VALIDATED_LAST
        for table, split in tables:
            for number, cells in enumerate(cells_of(self.folder / table, _NEEDED)):
                yield self._row(cells, split) if cells is not None else _malformed(f"{table}:{number + 2}", split)

    def durations(self) -> Iterator[tuple[str, Seconds]]:
        """What the release says of its clips; nothing where it says nothing (before release 16)."""
        if not (self.folder / DURATIONS).is_file():
            return
        for cells in cells_of(self.folder / DURATIONS, ("clip", "duration[ms]")):
            if cells is not None and cells["duration[ms]"].isdigit():
                yield clip_id(cells["clip"]), int(cells["duration[ms]"]) / 1000

    def reported(self) -> Iterator[str]:
        """Sentences that listeners found fault with; only `validated` heeds them."""
        if self.policy is SplitPolicy.OFFICIAL or not (self.folder / REPORTED).is_file():
            return
        yield from (cells["sentence"] for cells in cells_of(self.folder / REPORTED, ("sentence",)) if cells is not None)

    def _row(self, cells: Cells, split: Split) -> Row:
        gender = cells.get("gender", "")
        return Row(
            id=clip_id(cells["path"]),
            sound=f"{self.clips}/{cells['path']}",
            text=cells["sentence"],
            split=split,
            speaker=cells["client_id"][:_SPEAKER_LETTERS],
            gender=_GENDERS.get(gender, gender),
            age=cells.get("age", ""),
            accent=cells.get("accents") or cells.get("accent") or "",
        )


def clip_id(clip: str) -> str:
    """A clip's id from its file's name."""
    return clip.removesuffix(".mp3")


def _malformed(place: str, split: Split) -> Row:
    return Row(id=place, sound="", text="", split=split, fault=Drop.MALFORMED)

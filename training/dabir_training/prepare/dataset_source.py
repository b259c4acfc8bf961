"""Parquet sets, in a folder or on the hub, read through `datasets`: row by row, nothing cached or held in memory.

The library is asked for the encoded bytes alone (`Audio(decode=False)`), since its decoding needs torchcodec, and they
are written into the prepared set as they came. Sets that the hub holds as a loading script are read from the parquet
copies that it makes of them (revision refs/convert/parquet).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dabir_training.configuration import SourceKind, SourceSettings
from dabir_training.errors import LibraryMissing, SourceWrong
from dabir_training.manifest import Split
from dabir_training.prepare import columns
from dabir_training.prepare.row import Row

_CONVERTED: Final = "refs/convert/parquet"
_INSTALL: Final = "pip install 'dabir[training]'"
_SOUND: Final = "the sound, whatever its column is called"
_ORDER: Final = (Split.DEV, Split.TEST, Split.TRAIN)


@dataclass(frozen=True, slots=True)
class DatasetSource:
    """A set of parquet files; `sounds` is the folder that gets its clips, inside `prepared`."""

    settings: SourceSettings
    prepared: Path
    sounds: str

    def rows(self, *, skip: int = 0) -> Iterator[Row]:
        """Its rows after the first `skip`, each clip's file written as its row is given. Raises: SourceWrong."""
        (self.prepared / self.sounds).mkdir(parents=True, exist_ok=True)
        passed = 0
        for split, told in self._parts():
            for number, cells in enumerate(told):
                passed += 1
                if passed > skip:
                    yield self._row(cells, f"{split}-{number:06d}", split)

    def _parts(self) -> Iterator[tuple[Split, Iterator[Mapping[str, Any]]]]:
        """The parts of the set that are splits, dev first, and their rows."""
        try:
            from datasets import Audio, ClassLabel
        except ImportError as cause:
            raise LibraryMissing(_INSTALL) from cause
        named = {columns.split_named(part): rows for part, rows in self._loaded().items()}
        for split in (split for split in _ORDER if split in named):
            features = named[split].features or {}
            told = self.settings.sound_column
            sound = columns.needed_column(features, columns.SOUND, told=told, place=self.settings.path)
            labels = {column: kind.names for column, kind in features.items() if isinstance(kind, ClassLabel)}
            encoded = named[split].cast_column(sound, Audio(decode=False))
            yield split, (_with_names(cells, labels) | {_SOUND: cells[sound]} for cells in self._guarded(encoded))

    def _loaded(self) -> Mapping[str, Any]:
        """Its parts by their names, each an IterableDataset of `datasets`."""
        from datasets import load_dataset

        is_hub, name = self.settings.kind is SourceKind.HUB, self.settings.configuration or None
        place = self.settings.path if is_hub else str(Path(self.settings.path).expanduser())
        revision = self.settings.revision or _CONVERTED if is_hub else None
        try:
            parts: Mapping[str, Any] = load_dataset(place, name, revision=revision, streaming=True)
        except (OSError, ValueError, RuntimeError) as cause:  # the hub's own errors are OSErrors or RuntimeErrors
            raise SourceWrong(f"{self.settings.path}: {cause}") from cause
        return parts

    def _guarded(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        import httpx2

        try:
            yield from rows
        except (OSError, ValueError, RuntimeError, httpx2.HTTPError) as cause:
            raise SourceWrong(f"{self.settings.path}: {cause}") from cause

    def _row(self, cells: Mapping[str, Any], number: str, split: Split) -> Row:
        text = columns.needed_column(cells, columns.TEXT, told=self.settings.text_column, place=self.settings.path)
        return Row(
            id=number,
            sound=self._written(cells[_SOUND], number),
            text=str(cells[text] or ""),
            split=split,
            speaker=columns.speaker_within(self.settings.name, _told(cells, columns.SPEAKER)),
            gender=_told(cells, columns.GENDER),
            age=_told(cells, columns.AGE),
            accent=_told(cells, columns.ACCENT),
        )

    def _written(self, sound: Mapping[str, Any] | None, number: str) -> str:
        """Where the clip lies now; a file that holds it already is not written again."""
        encoded, path = (sound or {}).get("bytes"), (sound or {}).get("path") or ""
        if not encoded:
            return str(Path(path).resolve()) if path else ""
        name = f"{self.sounds}/{number}{Path(path).suffix or '.wav'}"
        target = self.prepared / name
        if not target.is_file() or target.read_bytes() != encoded:
            target.write_bytes(encoded)
        return name


def _with_names(cells: Mapping[str, Any], labels: Mapping[str, list[str]]) -> dict[str, Any]:
    """The row with the names of its classes for their numbers; a number that is none becomes ""."""
    named = {column: names[cells[column]] if (cells[column] or 0) >= 0 else "" for column, names in labels.items()}
    return {**cells, **named}


def _told(cells: Mapping[str, Any], usual: tuple[str, ...]) -> str:
    column = columns.first_column(cells, usual)
    return "" if not column or cells[column] is None else str(cells[column])

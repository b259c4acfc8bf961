"""Speech that a table lists: a .tsv, .csv or .jsonl with a column of sound files and one of text."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dabir_training.configuration import SourceSettings
from dabir_training.errors import SourceWrong
from dabir_training.manifest import Split
from dabir_training.prepare import columns
from dabir_training.prepare.row import Drop, Row
from dabir_training.prepare.tables import Cells, cells_of


@dataclass(frozen=True, slots=True)
class TableSource:
    """A table; its sound files are absolute or beside it."""

    settings: SourceSettings

    def rows(self) -> Iterator[Row]:
        """Its lines in order. Raises: SourceWrong."""
        path = Path(self.settings.path).expanduser()
        for number, cells in enumerate(cells_of(path), start=1):
            yield self._row(cells, f"{number:06d}", path) if cells is not None else self._malformed(number)

    def _row(self, cells: Cells, number: str, path: Path) -> Row:
        place, told = path.name, self.settings
        sound = cells[columns.needed_column(cells, columns.SOUND, told=told.sound_column, place=place)]
        return Row(
            id=number,
            sound=str((path.parent / sound).resolve()) if sound else "",
            text=cells[columns.needed_column(cells, columns.TEXT, told=told.text_column, place=place)],
            split=self._split(cells),
            start=_seconds(cells, columns.START) or 0.0,
            duration=_seconds(cells, columns.DURATION),
            speaker=columns.speaker_within(told.name, cells.get(columns.first_column(cells, columns.SPEAKER), "")),
            gender=cells.get(columns.first_column(cells, columns.GENDER), ""),
            age=cells.get(columns.first_column(cells, columns.AGE), ""),
            accent=cells.get(columns.first_column(cells, columns.ACCENT), ""),
        )

    def _split(self, cells: Cells) -> Split:
        column = columns.first_column(cells, columns.SPLIT)
        if not column:
            return Split(self.settings.split)
        split = columns.split_named(cells[column])
        if split is None:
            raise SourceWrong(f"{self.settings.path}: {column} is {cells[column]!r}, neither train, dev nor test")
        return split

    def _malformed(self, number: int) -> Row:
        return Row(f"{number:06d}", sound="", text="", split=Split(self.settings.split), fault=Drop.MALFORMED)


def _seconds(cells: Cells, usual: tuple[str, ...]) -> float | None:
    written = cells.get(columns.first_column(cells, usual), "")
    try:
        return float(written) if written else None
    except ValueError:
        return None

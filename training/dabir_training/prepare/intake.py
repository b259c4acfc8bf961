"""Rows of a source into the ledger: their text mended, keyed and counted, their place in a draw fixed by the seed."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from dabir_training.manifest import Split
from dabir_training.prepare.ledger import mark, set_mark
from dabir_training.prepare.row import Drop, Row
from dabir_training.prepare.text import is_in_wrong_script, sentence_key, short_hash, spoken_letters, training_text
from dabir_training.prepare.workers import MANY, Workers

Item = TypeVar("Item")
_TOGETHER: Final = 4000
_COLUMNS: Final = (
    "source, id, sound, start, duration, text, letters, split, speaker, gender, age, accent, language, sentence, rank,"
    " fault"
)
_INSERT: Final = f"INSERT OR IGNORE INTO rows ({_COLUMNS}) VALUES ({', '.join('?' * 16)})"


@dataclass(frozen=True, slots=True)
class Intake:
    """What holds for all rows of one source."""

    source: str
    language: str
    seed: int
    is_text_mended: bool

    def take(
        self, ledger: sqlite3.Connection, rows: Iterable[Row], *, workers: Workers, seen: Callable[[int], None]
    ) -> None:
        """Puts the rows in, from where an earlier run of it stopped: `rows` are those that it had not yet reached."""
        taken = self.taken(ledger)
        for together in batches(rows, _TOGETHER):
            if len(together) < MANY:
                ledger.executemany(_INSERT, map(self.values, together))
            else:
                ledger.executemany(_INSERT, workers.map(self.values, [(row,) for row in together]))
            taken += len(together)
            set_mark(ledger, self._mark, taken)
            seen(taken)

    def taken(self, ledger: sqlite3.Connection) -> int:
        """How many of the source's rows were put in already."""
        return int(mark(ledger, self._mark) or 0)

    @property
    def _mark(self) -> str:
        return f"rows taken {self.source}"

    def values(self, row: Row) -> tuple[object, ...]:
        """What the ledger holds of a row."""
        text = training_text(row.text, language=self.language) if self.is_text_mended else row.text.strip()
        letters = len(spoken_letters(text))
        named = (row.speaker, row.gender, row.age, row.accent, self.language)
        keys = (sentence_key(text), short_hash(f"{self.seed}\0{self.source}\0{row.id}"))
        begun = (self.source, row.id, row.sound, row.start, row.duration, text, letters, row.split)
        return (*begun, *named, *keys, self._fault(row, letters))

    def _fault(self, row: Row, letters: int) -> Drop | None:
        if row.fault is not None:
            return row.fault
        if letters == 0:
            return Drop.NO_TEXT
        is_judged = row.split is not Split.TEST  # test loses only what nobody could be judged by
        return Drop.LATIN if is_judged and is_in_wrong_script(row.text, language=self.language) else None


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of at most so many."""
    left = iter(items)
    while together := list(islice(left, size)):
        yield together

"""Every recording and transcript, in SQLite: kept at once, found by words, had back after a mistake.

What a method was asked to keep is kept when it returns, whatever ends the app after that. All methods may be called by
any thread; those that write wait for each other, those that read wait for nobody.
"""

import logging
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from dabir_core.errors import DabirError
from dabir_core.paths import data_folder
from dabir_core.transcript import Transcript
from dabir_desktop.folding import fold
from dabir_desktop.library.bin import KEEP_DAYS, Bin
from dabir_desktop.library.database import Database
from dabir_desktop.library.errors import ItemMissing, LibraryClosed, LibraryDamaged
from dabir_desktop.library.items import Hit, Item, ItemId, Keep, Kind, NewItem
from dabir_desktop.library.rows import from_rows
from dabir_desktop.library.searching import search
from dabir_desktop.library.sounds import Sounds
from dabir_desktop.library.storing import store, store_title, stored_segments

_LOG = logging.getLogger(__name__)
_SHOWN: Final = "id, title, kind, duration, model, language, first_line, head <> ''"
_MOST_AT_ONCE: Final = 500
"""Of values in one statement: SQLite before 3.32 takes 999."""


def library_file() -> Path:
    """The library's database, in a folder of its own: SQLite puts files beside it, and sounds lie there too."""
    return data_folder() / "library" / "library.sqlite3"


class Library:
    """The library in the database at `path`, which is made where there is none.

    `set_aside` is where a database lies that was found damaged, and is to be salvaged; None as a rule.
    Raises, as all methods do: LibraryClosed, LibraryDamaged; here LibraryTooNew, too.
    """

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self.sounds = Sounds(self._database)
        self.bin = Bin(self._database, self.sounds)
        self.set_aside = self._database.set_aside

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, new: NewItem) -> ItemId:
        """Puts an item in. Raises: OutputError if a copy of its sound cannot be made."""
        sound = self.sounds.copy(new.sound) if new.keep is Keep.COPY else new.sound
        second = int(new.came.timestamp() if new.came else time.time())
        with self._database.writing() as connection:
            item = _free_id(connection, second)
            title = _whole(new.title)
            values = (item, title, new.kind, self.sounds.written(sound), new.keep is not Keep.THEIRS, new.duration)
            connection.execute(
                "INSERT INTO items (id, title, kind, sound, is_sound_ours, duration) VALUES (?, ?, ?, ?, ?, ?)", values
            )
            connection.execute("INSERT INTO bodies VALUES (?, ?, '', '')", (item, fold(title)))
            if new.transcript is not None:
                store(connection, item, new.transcript)
        return item

    def save(self, item: ItemId, transcript: Transcript) -> None:
        """Keeps the item's text as it is now; writes what has changed. Raises: ItemMissing."""
        with self._database.writing() as connection:
            store(connection, item, transcript)

    def rename(self, item: ItemId, title: str) -> None:
        """Gives an item another title; its sound keeps its name. Raises: ItemMissing."""
        with self._database.writing() as connection:
            store_title(connection, item, _whole(title))

    def transcript(self, item: ItemId) -> Transcript | None:
        """The item's text; None while it has none. Raises: ItemMissing."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT head FROM items WHERE id = ?", (item,)).fetchone()
            rows = stored_segments(connection, item)
        if row is None:
            raise ItemMissing(str(item))
        return from_rows(row[0], rows) if row[0] else None

    def sound(self, item: ItemId) -> Path:
        """Where the item's sound is, or was when it was last seen there. Raises: ItemMissing."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT sound FROM items WHERE id = ?", (item,)).fetchone()
        if row is None:
            raise ItemMissing(str(item))
        return self.sounds.read(row[0])

    def ids(self) -> list[ItemId]:
        """All items but those in the bin, the newest first: quick, and enough to lay out a list by days."""
        with self._database.reading() as connection:
            query = "SELECT id FROM items WHERE removed IS NULL ORDER BY id DESC"
            return [item for (item,) in connection.execute(query)]

    def items(self, wanted: Sequence[ItemId]) -> list[Item]:
        """These items, those of the bin too, in no order; those that are not there any more are left out."""
        found: list[Item] = []
        with self._database.reading() as connection:
            for first in range(0, len(wanted), _MOST_AT_ONCE):
                part = wanted[first : first + _MOST_AT_ONCE]
                query = f"SELECT {_SHOWN} FROM items WHERE id IN ({','.join('?' * len(part))})"
                found += [_item(row) for row in connection.execute(query, part)]
        return found

    def search(self, asked: str) -> tuple[Hit, ...]:
        """Where all these words, in any way of writing them, and «phrases» stand; see `searching`."""
        try:
            return self._search(asked)
        except LibraryDamaged:
            self._database.make_index_anew()
            return self._search(asked)

    def erase(self) -> None:
        """Deletes everything for good: texts, sounds of ours, databases that were set aside. Nothing may be under way.

        Raises: LibraryClosed, too, while another program holds one of the sounds; nothing but sounds is gone then.
        """
        with self._database.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO unwanted SELECT sound FROM items WHERE is_sound_ours")
        if not self.sounds.sweep():
            raise LibraryClosed(str(self.sounds.folder))
        self._database.erase()

    def close(self) -> None:
        """Ends all use; nothing may be under way. What was in the bin for thirty days goes for good."""
        try:
            self.bin.empty(days=KEEP_DAYS)
        except DabirError as cause:
            _LOG.warning("the bin is not emptied: %s", type(cause).__name__)
        self._database.close()

    def _search(self, asked: str) -> tuple[Hit, ...]:
        with self._database.reading() as connection:
            return search(connection, asked)


def _free_id(connection: sqlite3.Connection, second: int) -> ItemId:
    while connection.execute("SELECT 1 FROM items WHERE id = ?", (second,)).fetchone():
        second += 1
    return second


def _whole(title: str) -> str:
    """A title on one line, without what is no text: names of files may hold anything."""
    return " ".join(title.encode("utf-8", "replace").decode("utf-8").split())


def _item(row: tuple[int, str, str, float, str, str, str, int]) -> Item:
    item, title, kind, duration, model, language, first_line, has_text = row
    return Item(item, title, Kind(kind), duration, model, language, first_line, bool(has_text))

"""What can still be read of a database that was set aside: copied item by item into the new one.

Damage is seldom everywhere: a bad sector spoils a page, and each item stands on pages of its own. Items are looked for
from both ends, so that a bad page in the middle hides none after it. The damaged file is only read. A salvage that was
cut short is begun again; what it had saved is there under its number, and is not saved twice.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from dabir_core.transcript import Transcript
from dabir_desktop.library import aside
from dabir_desktop.library.errors import ItemMissing
from dabir_desktop.library.items import ItemId, Keep, Kind, NewItem, came
from dabir_desktop.library.library import Library
from dabir_desktop.library.rows import SegmentRow, from_rows

_LOG = logging.getLogger(__name__)
_ITEM = "SELECT title, kind, sound, is_sound_ours, duration, head, removed FROM items WHERE id = ?"
_SEGMENTS = "SELECT start, text, rest FROM segments WHERE item = ? ORDER BY position"
_UNREADABLE = (sqlite3.Error, ValueError, KeyError, TypeError)
"""Damage, and what damaged rows make of numbers, JSON and names."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How many items were saved whole, with a part of their text, and not at all (of those that could be seen)."""

    whole: int
    cut: int
    lost: int


@dataclass(frozen=True, slots=True)
class _Found:
    new: NewItem
    is_removed: bool
    is_whole: bool


def salvage(library: Library, damaged: Path, *, is_over: Callable[[], bool] = lambda: False) -> Salvaged | None:
    """Puts into the library what can be read of the damaged database; it may take a while.

    Gives None where it ended early, since `is_over` said so; the next start goes on.

    Raises: LibraryClosed, LibraryDamaged, for the library.
    """
    found: list[_Found | None] = []
    with closing(_opened(damaged)) as source:
        for item in sorted(_ids(source)):
            if is_over():
                return None
            found.append(_found(library, source, item))
            _keep(library, item, found[-1])
    with suppress(OSError):  # then it is saved once more at the next start, which changes nothing
        aside.note_saved(damaged)
    lost = sum(one is None for one in found)
    whole = sum(one is not None and one.is_whole for one in found)
    return Salvaged(whole, len(found) - lost - whole, lost)


def _opened(damaged: Path) -> sqlite3.Connection:
    """To be read alone; where only a log is left, an empty one."""
    is_there = damaged.exists()
    source = sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro" if is_there else ":memory:", uri=is_there)
    source.execute("PRAGMA writable_schema = ON")  # else a file that is cut off is not read at all
    return source


def _ids(source: sqlite3.Connection) -> set[ItemId]:
    ids: set[ItemId] = set()
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.Error):
            ids.update(item for (item,) in source.execute(f"SELECT id FROM items ORDER BY id {order}"))
    return ids


def _found(library: Library, source: sqlite3.Connection, item: ItemId) -> _Found | None:
    try:
        title, kind, sound, is_ours, duration, head, removed = source.execute(_ITEM, (item,)).fetchone()
        rows = list(_rows(source, item))
        transcript = _transcript(head, rows)
        keep = Keep.OURS if is_ours else Keep.THEIRS
        new = NewItem(title, library.sounds.read(sound), Kind(kind), keep, transcript, came(item), duration)
        return _Found(new, removed is not None, _is_whole(source, item, len(rows)))
    except _UNREADABLE as cause:
        _LOG.info("an item cannot be read: %s", type(cause).__name__)
        return None


def _rows(source: sqlite3.Connection, item: ItemId) -> Iterator[SegmentRow]:
    with suppress(sqlite3.Error):
        for row in source.execute(_SEGMENTS, (item,)):
            yield SegmentRow(*row)


def _transcript(head: str, rows: list[SegmentRow]) -> Transcript | None:
    return from_rows(head, rows) if head else None


def _is_whole(source: sqlite3.Connection, item: ItemId, read: int) -> bool:
    """Whether so many segments are all; the index over them stands on other pages than they do."""
    try:
        (count,) = source.execute("SELECT count(*) FROM segments WHERE item = ?", (item,)).fetchone()
    except sqlite3.Error:
        return False
    return bool(count == read)


def _keep(library: Library, number: ItemId, found: _Found | None) -> None:
    if found is None or _is_kept(library, number, found.new.sound):
        return
    item = library.add(found.new)
    if found.is_removed:
        library.bin.put(item)


def _is_kept(library: Library, number: ItemId, sound: Path) -> bool:
    try:
        return library.sound(number) == sound
    except ItemMissing:
        return False

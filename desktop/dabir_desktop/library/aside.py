"""Damaged databases: renamed, never overwritten, with a mark beside each until what can be read of it was saved.

The mark is written before anything is renamed and goes when all was saved, so that a `kill -9` in between leaves work
for the next start and no damaged file that nobody thinks of.
"""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

_BESIDE: Final = ("", "-wal", "-shm", "-journal")
"""What SQLite writes: the database and files of its name with these endings."""
_NAMED: Final = "-damaged-"
_MARK: Final = ".unsaved"


def set_aside(path: Path) -> Path:
    """Gives the database and what belongs to it a name that no other one has. Raises: OSError."""
    stem = f"{path.stem}{_NAMED}{datetime.now():%Y-%m-%d-%H%M%S}"
    number = 1
    while _is_taken(aside := path.with_name(f"{stem}{f'-{number}' if number > 1 else ''}{path.suffix}")):
        number += 1
    with suppress(OSError):  # a full disk: then this start alone saves what can be read
        _mark(aside).touch()
    for ending in _BESIDE[::-1]:  # the database last: while it is there, what belongs to it is no orphan
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    return aside


def unsaved(path: Path) -> Path | None:
    """The first database that was set aside from there and of which not all was saved yet."""
    marks = sorted(path.parent.glob(f"{path.stem}{_NAMED}*{path.suffix}{_MARK}"))
    return marks[0].with_suffix("") if marks else None


def note_saved(aside: Path) -> None:
    """All that can be read of it was saved. Raises: OSError."""
    _mark(aside).unlink(missing_ok=True)


def all_of(path: Path) -> list[Path]:
    """The database at that path, those that were set aside from there, and what belongs to them."""
    names = (path.name, f"{path.stem}{_NAMED}*{path.suffix}")
    return [file for name in names for file in path.parent.glob(f"{name}*")]


def is_orphaned(path: Path) -> bool:
    """Whether the database is gone, or is empty, while what belongs to it is there.

    SQLite writes the first page of a new one before anything beside it; an empty file was cut off by somebody else. It
    would take a log that is left for that of a new database.
    """
    if path.exists():
        return path.stat().st_size == 0
    return any(path.with_name(path.name + ending).exists() for ending in _BESIDE[1:])


def _is_taken(aside: Path) -> bool:
    return any(aside.with_name(aside.name + ending).exists() for ending in (*_BESIDE, _MARK))


def _mark(aside: Path) -> Path:
    return aside.with_name(aside.name + _MARK)

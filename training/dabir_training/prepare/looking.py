"""Is a clip's sound there, and how long is it: asked of the files' headers, in other processes.

A header costs some 0.1 ms (an mp3's count of frames stands in its first frame); nothing is decoded.
"""

import io
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import soundfile

from dabir_core.units import Seconds
from dabir_training.prepare.ledger import MISSING
from dabir_training.prepare.progress import Show
from dabir_training.prepare.workers import Workers

Looked = tuple[int, Seconds]
"""Bytes of the file, MISSING where it is not there; duration, 0 where it cannot be read."""
_TOGETHER: Final = 4000


def look_at_files(ledger: sqlite3.Connection, folder: Path, *, workers: Workers, show: Show) -> None:
    """Notes size and duration of all sounds that nobody looked at; `folder` is where relative paths begin."""
    unseen = "FROM rows WHERE bytes IS NULL AND fault IS NULL"
    (total,) = ledger.execute(f"SELECT COUNT(*) {unseen}").fetchone()
    query = f"SELECT number, sound, duration, start {unseen} ORDER BY number LIMIT {_TOGETHER}"
    done = 0
    while rows := ledger.execute(query).fetchall():
        asked = [(str(folder / sound) if sound else "", duration) for _, sound, duration, _ in rows]
        looked = workers.map(look, asked)
        note(ledger, [(row[0], row[3], seen) for row, seen in zip(rows, looked, strict=True)])
        done += len(rows)
        show("looking at sounds", done, total)


def note(ledger: sqlite3.Connection, looked: Sequence[tuple[int, Seconds, Looked]]) -> None:
    """Writes what was seen of rows: number, where the clip begins, what the file says."""
    values = [(size, max(0.0, length - start), number) for number, start, (size, length) in looked]
    with ledger:
        ledger.executemany("UPDATE rows SET bytes = ?, duration = COALESCE(duration, ?) WHERE number = ?", values)


def look(path: str, known: Seconds | None) -> Looked:
    """What a file says; it is not opened where its duration is known."""
    try:
        size = Path(path).stat().st_size if path else MISSING
    except OSError:
        return MISSING, 0.0
    if known is not None or size <= 0:
        return size, known or 0.0
    return size, _duration(path)


def listen(encoded: bytes) -> Looked:
    """The same of a file in memory."""
    return len(encoded), _duration(io.BytesIO(encoded))


def _duration(sound: str | io.BytesIO) -> Seconds:
    try:
        return float(soundfile.info(sound).duration)
    except soundfile.SoundFileError:
        return 0.0

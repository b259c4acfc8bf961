"""Recordings whose process died: found by their entries, their files made whole, and told of until somebody has heard.

What another process is recording now is never touched, nor is what came to its end; nothing is deleted unasked.
"""

import logging
from pathlib import Path

from dabir_core.record import logbook
from dabir_core.record.logbook import SUFFIX, Entry, State
from dabir_core.record.recording import Recording
from dabir_core.record.wave_file import HEADER_BYTES, mend

_LOG = logging.getLogger(__name__)


def recover(folder: Path) -> list[Recording]:
    """Makes whole what was cut short, and gives it, the oldest first; the same ones again until `settle`.

    A folder that is absent holds none. One that is closed to us, or a file in it, is passed over.
    """
    return [recording for path in _entries(folder) if (recording := _recovered(path)) is not None]


def count_cut_short(folder: Path) -> int:
    """How many `recover` would give; changes nothing."""
    return sum(_cut_short(path) is not None for path in _entries(folder))


def settle(recording: Recording) -> None:
    """Notes that somebody has heard of a recovered recording; it is given no more.

    Raises: OSError if the folder is closed to us.
    """
    entry = logbook.read(logbook.entry_file(recording.path))
    if entry is not None and entry.state is State.RECOVERED:
        logbook.write(recording.path.parent, entry.now(State.FINISHED))


def discard(recording: Recording) -> None:
    """Deletes the sound and its entry, as somebody asked for; what is gone already is no error.

    Raises: OSError if the folder is closed to us, or the file is in use.
    """
    recording.path.unlink(missing_ok=True)
    logbook.entry_file(recording.path).unlink(missing_ok=True)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == SUFFIX)
    except OSError:
        return []


def _cut_short(path: Path) -> Entry | None:
    """The entry in that file, if it is of a recording that was cut short, and of which there is sound."""
    entry = logbook.read(path)
    if entry is None or entry.state is State.FINISHED or not _frames(path, entry):
        return None
    return entry if entry.state is State.RECOVERED or not entry.owner.is_alive else None


def _frames(path: Path, entry: Entry) -> int:
    """How many frames its file holds; none where that was moved away, or never begun."""
    try:
        return max(0, path.with_name(entry.sound).stat().st_size - HEADER_BYTES) // entry.form.frame_bytes
    except OSError:
        return 0


def _recovered(path: Path) -> Recording | None:
    entry = _cut_short(path)
    if entry is None:
        return None
    try:
        if entry.state is State.RECORDING:
            mend(path.with_name(entry.sound), entry.form)
            logbook.write(path.parent, entry.now(State.RECOVERED))
    except OSError as cause:  # it is closed to us, or was moved away just now
        _LOG.debug("a recording cannot be recovered: %s", cause)
        return None
    return entry.recording(path.parent, _frames(path, entry))

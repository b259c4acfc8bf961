"""Recordings whose process died: found by their entries, their files made whole, and told of until somebody has heard.

What another process is recording now is never touched, nor is what came to its end; nothing is deleted unasked. One
that cannot be made whole keeps no other from it.
"""

import logging
from dataclasses import dataclass
from pathlib import Path

from dabir_core.errors import RecordError, RecordingEntryDamaged, RecordingFolderClosed, RecordingNotMended
from dabir_core.record import logbook
from dabir_core.record.logbook import SUFFIX, Entry, State
from dabir_core.record.recording import Recording
from dabir_core.record.wave_file import HEADER_BYTES, mend

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What became of recordings that were cut short, the oldest first: `saved` are whole; of each other, what failed.

    The subject of each failure is the recording's path, or the folder where that is closed to us.
    """

    saved: tuple[Recording, ...] = ()
    failed: tuple[RecordError, ...] = ()


def recover(folder: Path) -> Recovery:
    """Makes whole what was cut short, and gives it; the same ones again until `settle`, failures until they are cured.

    A folder that is absent holds none. Raises nothing for a recording that cannot be read or mended.
    """
    try:
        found = [_recovered(path) for path in _entries(folder)]
    except OSError as cause:
        return Recovery(failed=(RecordingFolderClosed(str(folder), detail=str(cause)),))
    return Recovery(
        tuple(each for each in found if isinstance(each, Recording)),
        tuple(each for each in found if isinstance(each, RecordError)),
    )


def count_cut_short(folder: Path) -> int:
    """How many recordings are known to have been cut short; changes nothing."""
    try:
        return sum(_is_known(path) for path in _entries(folder))
    except OSError:
        return 0


def is_unsettled(sound: Path) -> bool:
    """Whether that is a recording of ours which is made now, or which nobody has settled yet."""
    entry = logbook.read(logbook.entry_file(sound))
    return entry is not None and entry.state is not State.FINISHED


def settle(recording: Recording) -> None:
    """Notes that somebody has heard of a recovered recording; it is given no more.

    Raises: RecordingFolderClosed.
    """
    folder = recording.path.parent
    entry = _cut_short(logbook.entry_file(recording.path))
    if entry is None:
        return
    try:
        logbook.write(folder, entry.now(State.FINISHED))
    except OSError as cause:
        raise RecordingFolderClosed(str(folder), detail=str(cause)) from cause


def discard(recording: Recording) -> None:
    """Deletes the sound and its entry, as somebody asked for; what is gone already is no error.

    Raises: RecordingFolderClosed, also if the file is in use.
    """
    try:
        recording.path.unlink(missing_ok=True)
        logbook.entry_file(recording.path).unlink(missing_ok=True)
    except OSError as cause:
        raise RecordingFolderClosed(str(recording.path.parent), detail=str(cause)) from cause


def discard_all(folder: Path) -> None:
    """Deletes all recordings of ours in that folder, with their entries; other files, and what is recorded now, stay.

    Raises: RecordingFolderClosed where something could not be deleted; the rest is.
    """
    refused: OSError | None = None
    try:
        for path in _entries(folder):
            entry = logbook.read(path)
            if entry is None or (entry.state is State.RECORDING and entry.owner.is_alive):
                continue
            try:
                path.with_name(entry.sound).unlink(missing_ok=True)
                path.unlink(missing_ok=True)
            except OSError as cause:
                refused = cause
    except OSError as cause:
        refused = cause
    if refused is not None:
        raise RecordingFolderClosed(str(folder), detail=str(refused)) from refused


def _entries(folder: Path) -> list[Path]:
    """Raises: OSError for a folder that is closed to us."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == SUFFIX)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _cut_short(path: Path) -> Entry | None:
    """The entry in that file, if it is of a recording that was cut short."""
    entry = logbook.read(path)
    if entry is None or entry.state is State.FINISHED:
        return None
    return entry if entry.state is State.WHOLE or not entry.owner.is_alive else None


def _is_known(path: Path) -> bool:
    entry = _cut_short(path)
    if entry is None:
        return False
    try:
        return _sound_bytes(path.with_name(entry.sound)) >= entry.form.frame_bytes
    except OSError as cause:
        return not isinstance(cause, FileNotFoundError)


def _recovered(path: Path) -> Recording | RecordError | None:
    """None for what was not cut short, and where there is no sound: moved away, or never begun."""
    entry = _cut_short(path)
    if entry is None:
        return _damaged(path)
    sound = path.with_name(entry.sound)
    try:
        frames = _sound_bytes(sound) // entry.form.frame_bytes
        if frames and entry.state is State.RECORDING:
            mend(sound, entry.form)
    except FileNotFoundError:
        return None
    except OSError as cause:
        return RecordingNotMended(str(sound), detail=str(cause))
    if not frames:
        return None
    _note_recovered(path, entry)
    return entry.recording(path.parent, frames)


def _note_recovered(path: Path, entry: Entry) -> None:
    if entry.state is State.WHOLE:
        return
    try:
        logbook.write(path.parent, entry.now(State.WHOLE))
    except OSError as cause:  # the sound is whole, and is only mended once more when it is offered again
        _LOG.debug("the entry cannot be written: %s", cause)


def _damaged(path: Path) -> RecordError | None:
    """The failure of an entry that cannot be read any more, if there is sound of its name."""
    if not logbook.is_damaged(path):
        return None
    sound = logbook.sound_file(path)
    try:
        return RecordingEntryDamaged(str(sound)) if _sound_bytes(sound) else None
    except FileNotFoundError:
        return None
    except OSError as cause:
        return RecordingNotMended(str(sound), detail=str(cause))


def _sound_bytes(sound: Path) -> int:
    """Raises: OSError; FileNotFoundError where it was moved away or never begun."""
    return max(0, sound.stat().st_size - HEADER_BYTES)

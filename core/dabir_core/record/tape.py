"""One recording on its way to the disk: entry, sound, gaps, and a thread that waits for the disk.

A block is written when it comes, so the end of our process takes nothing of it. Once a second the file's head is
brought up to date and another thread has the disk take it all (fsync): against a power cut, and without holding blocks
up where a disk is slow.
"""

import errno
import logging
import os
import threading
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from dabir_core.errors import DabirError, RecordingDiskFull, RecordingFolderClosed
from dabir_core.record import logbook
from dabir_core.record.growth import Growth
from dabir_core.record.logbook import Entry, Owner, State
from dabir_core.record.recording import GapKind, Recording
from dabir_core.record.wave_file import WaveFile, WaveFormat
from dabir_core.units import Seconds

_LOG = logging.getLogger(__name__)

_SETTLE_SECONDS: Final = 1.0
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})  # the last: a file system of small files, as FAT


class Tape:
    """Writes one recording. Every method raises RecordingDiskFull or RecordingFolderClosed."""

    def __init__(self, folder: Path, device: str, *, form: WaveFormat, growth: Growth, age: Seconds = 0.0) -> None:
        """A recording whose first sample was heard `age` ago."""
        started_at = datetime.now().astimezone() - timedelta(seconds=age)
        sound = f"{started_at:%Y-%m-%d %H-%M-%S}.wav"
        self._folder, self._growth = folder, growth
        entry = Entry(sound, State.RECORDING, device, form, started_at, Owner.ourselves())
        try:
            self._entry = logbook.claim(folder, entry)
            self._file = WaveFile(folder / self._entry.sound, form)
        except OSError as cause:
            raise written_error(folder, cause) from cause
        self._settled = time.monotonic()
        self._disk = _Disk(self._file.number)
        growth.begin(folder / self._entry.sound, form)

    @property
    def form(self) -> WaveFormat:
        """What it takes."""
        return self._entry.form

    def write(self, sound: bytes) -> None:
        """Adds whole frames."""
        try:
            self._file.append(sound)
            self._growth.grow(len(sound) // self.form.frame_bytes)
            if time.monotonic() - self._settled >= _SETTLE_SECONDS:
                self._settled = time.monotonic()
                self._file.note_length()
                self._disk.settle()
        except OSError as cause:
            raise written_error(self._folder, cause) from cause

    def add_gap(self, kind: GapKind, *, silence: int = 0) -> None:
        """Marks a gap at the end and writes its silence, in frames; the entry knows of it at once."""
        try:
            self._file.append_silence(silence)
            self._growth.add_break(silence, kind)
        except OSError as cause:
            raise written_error(self._folder, cause) from cause
        try:
            self._note(State.RECORDING)
        except OSError as cause:  # the sound matters more; the next gap or the end tries again
            _LOG.debug("the entry cannot be written: %s", cause)

    def finish(self, *, settles: bool = True) -> Recording:
        """Closes the file and the entry; see `Session`. A disk that is full takes nothing from what it holds."""
        self._disk.end()
        self._growth.finish()
        try:
            self._file.close()
            self._note(State.FINISHED if settles else State.WHOLE)
        except OSError as cause:
            raise written_error(self._folder, cause) from cause
        return self.recording

    @property
    def recording(self) -> Recording:
        """What there is by now."""
        return replace(self._entry, gaps=self._growth.gaps()).recording(self._folder, self._file.frames)

    def _note(self, state: State) -> None:
        self._entry = replace(self._entry, state=state, gaps=self._growth.gaps())
        logbook.write(self._folder, self._entry)


class _Disk:
    """Has the disk take what was written, in a thread of its own, when it is asked to."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._asked = threading.Event()
        self._is_ended = False
        self._thread = threading.Thread(target=self._run, daemon=True, name="recording-disk")
        self._thread.start()

    def settle(self) -> None:
        """Asks, and does not wait."""
        self._asked.set()

    def end(self) -> None:
        """Waits for what was asked."""
        self._is_ended = True
        self._asked.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._asked.wait()
            self._asked.clear()
            if self._is_ended:
                return
            try:
                os.fsync(self._number)
            except OSError:  # a disk that is gone or full is told of by the next write
                continue


def written_error(folder: Path, cause: OSError) -> DabirError:
    """The error for what the system says when we write."""
    kind = RecordingDiskFull if cause.errno in _FULL else RecordingFolderClosed
    return kind(str(folder), detail=str(cause))


def require_folder(folder: Path) -> None:
    """Makes the folder if there is none.

    Raises: RecordingFolderClosed, RecordingDiskFull.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise written_error(folder, cause) from cause
    if not os.access(folder, os.W_OK | os.X_OK):
        raise RecordingFolderClosed(str(folder), detail="no permission to write")

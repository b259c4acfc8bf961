"""Recordings that were cut short, as by a power cut: looked for at the start, in a thread, and offered once.

Nothing happens to one by itself: it is offered at each start until somebody transcribes, keeps or deletes it. One that
the library has is in safe hands already: the app died between keeping it and noting so.
"""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from dabir_core import record
from dabir_core.errors import DabirError
from dabir_core.record import Recording, discard, recover, settle
from dabir_desktop.background import tell_from_thread


class Recovery(QObject):
    """What was found, and what becomes of it.

    found             tuple of Recording, never empty; the oldest first
    left              tuple of Recording: what is still to be decided
    transcribe_asked  Recording: to be kept in the library and transcribed; `settle` it when it is there
    kept              Recording: to be kept in the library without a text for now; the same
    failed            DabirError: what could not be made whole, deleted or settled; it is offered again later
    """

    found = Signal(object)
    left = Signal(object)
    transcribe_asked = Signal(object)
    kept = Signal(object)
    failed = Signal(object)
    _looked = Signal(object)

    def __init__(
        self, folders: Iterable[Path], parent: QObject | None = None, *, has: Callable[[Path], bool] = lambda _: False
    ) -> None:
        """Recordings of these folders; `has` tells, in a thread, whether the library has a sound."""
        super().__init__(parent)
        self._folders = tuple(dict.fromkeys(folders))
        self._has = has
        self._open: tuple[Recording, ...] = ()
        self._looked.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def open(self) -> tuple[Recording, ...]:
        """What is still to be decided."""
        return self._open

    def look(self) -> None:
        """Looks for them, in a thread; `found` comes if there are any."""
        threading.Thread(target=self._run, daemon=True, name="recovery").start()

    def transcribe(self, recording: Recording) -> None:
        """Has it transcribed."""
        self._decide(recording)
        self.transcribe_asked.emit(recording)

    def keep(self, recording: Recording) -> None:
        """Keeps it as it is."""
        self._decide(recording)
        self.kept.emit(recording)

    def delete(self, recording: Recording) -> None:
        """Deletes its sound, for good."""
        self._decide(recording)
        try:
            discard(recording)
        except DabirError as error:  # it will be offered again
            self.failed.emit(error)

    def settle(self, recording: Recording) -> None:
        """It is in safe hands, and offered no more; until then a crash loses nothing. In any thread."""
        try:
            settle(recording)
        except DabirError as error:  # it will be offered again
            self.failed.emit(error)

    def _run(self) -> None:
        found = [recover(folder) for folder in self._folders]
        saved = sorted((each for one in found for each in one.saved), key=lambda each: each.started_at)
        failed = [error for one in found for error in one.failed]
        offered = tuple(each for each in saved if not self._is_kept(each))
        tell_from_thread(self._looked, record.Recovery(offered, tuple(failed)))

    def _is_kept(self, recording: Recording) -> bool:
        try:
            is_kept = self._has(recording.path)
        except DabirError:  # offered once too often is better than never
            return False
        if is_kept:
            self.settle(recording)
        return is_kept

    def _take(self, recovery: record.Recovery) -> None:
        self._open = recovery.saved
        if recovery.saved:
            self.found.emit(recovery.saved)
        for error in recovery.failed:
            self.failed.emit(error)

    def _decide(self, recording: Recording) -> None:
        self._open = tuple(each for each in self._open if each != recording)
        self.left.emit(self._open)

"""Recordings that were cut short, as by a power cut: looked for at the start, in a thread, and offered once.

Nothing happens to one by itself: it is offered at each start until somebody transcribes, keeps or deletes it.
"""

import logging
import threading
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from dabir_core.record import Recording, discard, recover, settle
from dabir_desktop.background import tell_from_thread

_LOG = logging.getLogger(__name__)


class Recovery(QObject):
    """What was found, and what becomes of it.

    found             tuple of Recording, never empty; the oldest first
    left              tuple of Recording: what is still to be decided
    transcribe_asked  Recording: to be transcribed and kept in the library; `settle` it when it is there
    kept              Recording: to be kept in the library without a text for now
    """

    found = Signal(object)
    left = Signal(object)
    transcribe_asked = Signal(object)
    kept = Signal(object)
    _looked = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
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
        """Has it transcribed. It stays offered until `settle`, so that a crash before then loses nothing."""
        self._decide(recording)
        self.transcribe_asked.emit(recording)

    def keep(self, recording: Recording) -> None:
        """Keeps it as it is."""
        self._decide(recording)
        self.settle(recording)
        self.kept.emit(recording)

    def delete(self, recording: Recording) -> None:
        """Deletes its sound, for good."""
        self._decide(recording)
        try:
            discard(recording)
        except OSError as cause:  # it will be offered again
            _LOG.warning("a recording could not be deleted: %s", type(cause).__name__)

    def settle(self, recording: Recording) -> None:
        """It is in safe hands, and offered no more."""
        try:
            settle(recording)
        except OSError as cause:  # it will be offered again
            _LOG.warning("a recovered recording could not be settled: %s", type(cause).__name__)

    def _run(self) -> None:
        tell_from_thread(self._looked, tuple(recover(self._folder)))

    def _take(self, recordings: tuple[Recording, ...]) -> None:
        self._open = recordings
        if recordings:
            self.found.emit(recordings)

    def _decide(self, recording: Recording) -> None:
        self._open = tuple(each for each in self._open if each != recording)
        self.left.emit(self._open)

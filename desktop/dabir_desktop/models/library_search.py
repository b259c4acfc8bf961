"""The search, in a thread of its own: the window takes the next letter while the library looks for the last one."""

import threading

from PySide6.QtCore import QObject, QThreadPool, Signal

from dabir_core.errors import DabirError
from dabir_desktop.library import Library


class LibrarySearch(QObject):
    """Searches for what was asked last.

    found(str, tuple[Hit, ...])  what was asked for, and where it stands; nothing comes for what was asked before it
    failed(DabirError)           the library cannot be read
    """

    found = Signal(str, object)
    failed = Signal(object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._thread = QThreadPool(self)
        self._thread.setMaxThreadCount(1)
        self._lock = threading.Lock()
        self._asked: str | None = None

    def ask(self, text: str) -> None:
        """Searches for that; what was asked for before is forgotten."""
        with self._lock:
            self._asked = text
        self._thread.start(self._answer)

    def finish(self) -> None:
        """Waits until nothing is under way; before the library is closed."""
        self._thread.waitForDone()

    def _answer(self) -> None:
        with self._lock:
            text, self._asked = self._asked, None
        if text is None:  # a later word was asked for, and answered, meanwhile
            return
        try:
            hits = self._library.search(text)
        except DabirError as error:
            self.failed.emit(error)
            return
        with self._lock:
            is_last = self._asked is None
        if is_last:
            self.found.emit(text, hits)

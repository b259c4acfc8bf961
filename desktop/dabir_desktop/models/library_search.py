"""The search, in a thread of its own: the window takes the next letter while the library looks for the last one."""

from functools import partial

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from dabir_core.errors import DabirError
from dabir_desktop.library import Hit, Library


class LibrarySearch(QObject):
    """Searches for what was asked last.

    found(str, tuple[Hit, ...])  what was asked for, and where it stands; nothing comes for what was asked before it
    failed(DabirError)           the library cannot be read
    """

    found = Signal(str, object)
    failed = Signal(object)
    _came_out = Signal(int, str, object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._thread = QThreadPool(self)
        self._thread.setMaxThreadCount(1)
        self._last = 0
        """The number of what was asked last."""
        self._came_out.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def ask(self, text: str) -> None:
        """Searches for that; what was asked for before is forgotten."""
        self._last += 1
        self._thread.start(partial(self._answer, self._last, text))

    def finish(self) -> None:
        """Waits until nothing is under way; before the library is closed."""
        self._thread.waitForDone()

    def _answer(self, number: int, text: str) -> None:
        if number != self._last:
            return
        try:
            self._came_out.emit(number, text, self._library.search(text))
        except DabirError as error:
            self._came_out.emit(number, text, error)

    def _tell(self, number: int, text: str, outcome: tuple[Hit, ...] | DabirError) -> None:
        if isinstance(outcome, DabirError):
            self.failed.emit(outcome)
        elif number == self._last:
            self.found.emit(text, outcome)

"""The search, in a thread of its own: the window takes the next letter while the library looks for the last one."""

from PySide6.QtCore import QObject, Signal

from dabir_core.errors import DabirError
from dabir_desktop.background import Background
from dabir_desktop.library import Hit, Library


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
        self._thread = Background("library-search", self)
        self._last = 0
        """The number of what was asked last."""

    def ask(self, text: str) -> None:
        """Searches for that; what was asked for before is forgotten."""
        self._last += 1
        number = self._last
        self._thread.run(
            lambda: self._library.search(text) if number == self._last else (),
            lambda hits: self._tell(number, text, hits),
            otherwise=self._fail,
        )

    def finish(self) -> None:
        """Waits until nothing is under way; before the library is closed."""
        self._thread.finish()

    def _tell(self, number: int, text: str, hits: tuple[Hit, ...]) -> None:
        if number == self._last:
            self.found.emit(text, hits)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, DabirError):
            raise error
        self.failed.emit(error)

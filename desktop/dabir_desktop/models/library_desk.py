"""What is written to the library, off the window's thread and in the order in which it was asked for.

A commit waits for the disk, and an import for a whole file; the window waits for neither. Of several texts of one item
that wait to be saved only the last is written, so that a quick typist is never behind.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from dabir_core.errors import DabirError
from dabir_core.transcript import Transcript
from dabir_desktop.background import Background
from dabir_desktop.library import ItemId, Library, NewItem, export_item, import_item

_T = TypeVar("_T")


class LibraryDesk(QObject):
    """Asks the library; tells what came of it in the window's thread, whatever is connected.

    added(ItemId)         an item came, by `add` or `take_in`
    changed(ItemId)       its title or text is another, and kept
    moved(ItemId)         it went to the bin, came back, or is gone for good (also 0: several)
    exported(Path)        the file is written
    failed(DabirError)    what was asked for last could not be done
    """

    added = Signal(object)
    changed = Signal(object)
    moved = Signal(object)
    exported = Signal(object)
    failed = Signal(object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self._thread = Background("library-desk", self)
        self._lock = threading.Lock()
        self._unsaved: dict[ItemId, Transcript] = {}

    def add(self, new: NewItem, *, kept: Callable[[], object] = lambda: None) -> None:
        """Puts an item in; `kept` is called, in a thread, once it is on the disk."""
        self._ask(lambda: self._add(new, kept), self.added.emit)

    def save(self, item: ItemId, transcript: Transcript) -> None:
        """Keeps the item's text as it is now."""
        with self._lock:
            is_asked = item in self._unsaved
            self._unsaved[item] = transcript
        if not is_asked:
            self._ask(lambda: self._save(item), lambda _: self.changed.emit(item))

    def rename(self, item: ItemId, title: str) -> None:
        """Gives it another title."""
        self._ask(lambda: self.library.rename(item, title), lambda _: self.changed.emit(item))

    def remove(self, item: ItemId) -> None:
        """Puts it into the bin."""
        self._ask(lambda: self.library.bin.put(item), lambda _: self.moved.emit(item))

    def restore(self, item: ItemId) -> None:
        """Has it back from the bin."""
        self._ask(lambda: self.library.bin.restore(item), lambda _: self.moved.emit(item))

    def destroy(self, item: ItemId) -> None:
        """Deletes an item of the bin for good."""
        self._ask(lambda: self.library.bin.destroy(item), lambda _: self.moved.emit(item))

    def empty_bin(self) -> None:
        """Deletes all items of the bin for good."""
        self._ask(self.library.bin.empty, lambda _: self.moved.emit(0))

    def export(self, item: ItemId, path: Path) -> None:
        """Writes it to a file."""
        self._ask(lambda: export_item(self.library, item, path), lambda _: self.exported.emit(path))

    def take_in(self, path: Path) -> None:
        """Takes an exported item in."""
        self._ask(lambda: import_item(self.library, path), self.added.emit)

    def finish(self) -> None:
        """Waits until all that was asked for is done; before the library is closed."""
        self._thread.finish()

    def _add(self, new: NewItem, kept: Callable[[], object]) -> ItemId:
        item = self.library.add(new)
        kept()
        return item

    def _save(self, item: ItemId) -> None:
        with self._lock:
            transcript = self._unsaved.pop(item)
        self.library.save(item, transcript)

    def _ask(self, job: Callable[[], _T], tell: Callable[[_T], object]) -> None:
        self._thread.run(job, tell, otherwise=self._fail)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, DabirError):
            raise error
        self.failed.emit(error)

"""What is written to the library, off the window's thread and in the order in which it was asked for.

A commit waits for the disk, and an import for a whole file; the window waits for neither. Of several texts of one item
that wait to be saved only the last is written, so that a quick typist is never behind. A text that cannot be written,
as on a full disk, is tried again until it can: that is said once, and nothing is lost while the app is open.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from dabir_core.errors import DabirError
from dabir_core.transcript import Transcript
from dabir_desktop.background import Background
from dabir_desktop.library import ItemId, ItemMissing, Library, NewItem, export_item, import_item
from dabir_desktop.models.unsaved import Unsaved

_TRY_AGAIN_MS: Final = 5000
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
        self.unsaved = Unsaved()
        self._again = QTimer(self, singleShot=True, interval=_TRY_AGAIN_MS)
        self._again.timeout.connect(self._save_again)
        self._is_failing = False

    def add(self, new: NewItem, *, kept: Callable[[], object] = lambda: None) -> None:
        """Puts an item in; `kept` is called, in a thread, once it is on the disk."""
        self._ask(lambda: self._add(new, kept), self.added.emit)

    def save(self, item: ItemId, transcript: Transcript) -> None:
        """Keeps the item's text as it is now."""
        if self.unsaved.put(item, transcript):
            self._ask_to_save(item)

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

    def finish(self, then: Callable[[], object] | None = None) -> None:
        """Waits until all that was asked for is done, or has failed once more; before the library is closed.

        With `then` nobody waits: it is called at that moment.
        """
        self._save_again()
        if then is None:
            self._thread.finish()
        else:
            self._thread.run(lambda: None, lambda _nothing: then())

    def _add(self, new: NewItem, kept: Callable[[], object]) -> ItemId:
        item = self.library.add(new)
        kept()
        return item

    def _save(self, item: ItemId) -> None:
        transcript = self.unsaved.take(item)
        try:
            self.library.save(item, transcript)
        except ItemMissing:
            self.unsaved.forget(item, transcript)
            raise
        self.unsaved.forget(item, transcript)

    def _ask_to_save(self, item: ItemId) -> None:
        self._thread.run(lambda: self._save(item), lambda _: self._tell_saved(item), otherwise=self._fail_to_save)

    def _save_again(self) -> None:
        for item in self.unsaved.ask_again():
            self._ask_to_save(item)

    def _tell_saved(self, item: ItemId) -> None:
        self._is_failing = False
        self.changed.emit(item)

    def _fail_to_save(self, error: Exception) -> None:
        self._again.start()
        if not self._is_failing:
            self._is_failing = not isinstance(error, ItemMissing)
            self._fail(error)

    def _ask(self, job: Callable[[], _T], tell: Callable[[_T], object]) -> None:
        self._thread.run(job, tell, otherwise=self._fail)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, DabirError):
            raise error
        self.failed.emit(error)

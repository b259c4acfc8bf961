"""The library's room: the database, the desk that writes it, and the list beside every page."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import isolated
from dabir_desktop.keeping import LibraryKeeper
from dabir_desktop.leaving import Leaving
from dabir_desktop.library import Library, Salvaged, library_file
from dabir_desktop.messages import Remedy, failed, told
from dabir_desktop.models import LibraryDesk
from dabir_desktop.salvaging import Salvaging, salvaged_message
from dabir_desktop.views.library import LibraryView
from dabir_desktop.views.window import Window

_RECORDED = Phrase(en="Recording of {day}, {time}", fa="ضبط {day}، {time}")
_REMOVED = Phrase(en="“{title}” is in the bin.", fa="«{title}» به سطل رفت.")
_RESTORE = Phrase(en="Restore", fa="بازگرداندن")


def fetched_folder() -> Path:
    """Where the sound of links is kept."""
    return library_file().parent / "links"


class Shelf(QObject):
    """What is kept. `view` is the list; `keeper` puts transcripts in."""

    def __init__(self, window: Window, interface: Interface, *, recordings: Path) -> None:
        super().__init__(window)
        self._window, self._interface = window, interface
        self.recordings = recordings
        self.library = Library(library_file())
        self.desk = LibraryDesk(self.library, self)
        self.view = LibraryView(self.desk, interface)
        self.keeper = LibraryKeeper(self.library, fetched=fetched_folder(), title=self._title)
        self.leaving = Leaving(window, self.desk, interface)
        window.put_beside(self.view)
        self.view.removed.connect(self._tell_removed)
        self.view.failed.connect(lambda error: window.tell(failed(error)))
        self._salvaging = Salvaging(self.library, self)
        self._salvaging.over.connect(self._tell_salvaged)
        self._salvaging.failed.connect(lambda error: window.tell(failed(error)))

    def take_in(self, files: tuple[Path, ...]) -> None:
        """Takes exported items in, and shows the list in which they appear."""
        self._window.actions_of.library.setChecked(True)
        for file in files:
            self.desk.take_in(file)

    def close(self) -> None:
        """Writes what is not written yet; what cannot be is lost, as was said."""
        self.leaving.let_go()
        self._salvaging.close()
        self.view.close_library()
        self.desk.finish()
        self.library.close()

    def _title(self, begun: datetime) -> str:
        interface = self._interface
        return interface.text(_RECORDED, day=interface.date(begun), time=interface.digits(f"{begun:%H:%M}"))

    def _tell_salvaged(self, salvaged: Salvaged, damaged: Path) -> None:
        self.view.refresh()
        self._window.tell(salvaged_message(salvaged, damaged, self._interface))

    def _tell_removed(self, item: int, title: str) -> None:
        remedy = Remedy(_RESTORE, lambda: self.view.restore(item))
        self._window.tell(told(_REMOVED, remedy=remedy, title=isolated(title)))

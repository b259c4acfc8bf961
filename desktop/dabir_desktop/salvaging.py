"""A damaged library is salvaged by itself, in a thread, while the window is used; it is said once, at its end."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from dabir_core.errors import DabirError
from dabir_desktop.background import Background
from dabir_desktop.i18n import Interface
from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.library import SALVAGED, SET_ASIDE, Library, Salvaged, salvage
from dabir_desktop.messages import Message, Tone, told


class Salvaging(QObject):
    """Begins at once where there is something to salvage.

    over    Salvaged, Path: what came of it, and where the old file lies
    failed  DabirError: for which it could not go on; the next start tries again
    """

    over = Signal(object, object)
    failed = Signal(object)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_over = False
        self._thread = Background("salvage", self)
        damaged = library.set_aside
        if damaged is not None:
            self._thread.run(
                lambda: salvage(library, damaged, is_over=lambda: self._is_over),
                lambda salvaged: self._tell(salvaged, damaged),
                otherwise=self._fail,
            )

    def close(self) -> None:
        """Ends it after the item of now; the next start goes on."""
        self._is_over = True
        self._thread.close()

    def _tell(self, salvaged: Salvaged | None, damaged: Path) -> None:
        if salvaged is not None:
            self.over.emit(salvaged, damaged)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, DabirError):
            raise error
        self.failed.emit(error)


def salvaged_message(salvaged: Salvaged, damaged: Path, interface: Interface) -> Message:
    """What is said of it; it stands until somebody has read where the old file is."""
    path = left_to_right(str(damaged))
    if salvaged.whole + salvaged.cut == 0:
        return told(SET_ASIDE, tone=Tone.TROUBLE, path=path)
    whole, cut = (interface.digits(str(count)) for count in (salvaged.whole, salvaged.cut))
    return told(SALVAGED, tone=Tone.TROUBLE, path=path, whole=whole, cut=cut)

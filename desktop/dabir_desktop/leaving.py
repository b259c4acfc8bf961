"""Whether the window may close: not while edits are on no disk, unless somebody says so.

What waits to be written is tried first, which is as a rule done before anybody sees it; only what cannot be written,
as on a full disk, is asked about. Nothing here waits: closing is put off, and taken up again when it may be.
"""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox

from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.models import LibraryDesk
from dabir_desktop.views.window import Window

_QUESTION = Phrase(
    en="Your last edits could not be saved, since the disk is full or refuses them. They are lost if Dabir closes now.",
    fa="آخرین ویرایش‌های شما ذخیره نشد؛ دیسک پر است یا نمی‌گذارد. اگر دبیر الان بسته شود، از دست می‌روند.",
)
_STAY = Phrase(en="Stay open", fa="باز بماند")
_CLOSE = Phrase(en="Close anyway", fa="با این حال بسته شود")


class Leaving(QObject):
    """Asked by the window each time that somebody closes it."""

    def __init__(self, window: Window, desk: LibraryDesk, interface: Interface) -> None:
        super().__init__(window)
        self._window, self._desk, self._interface = window, desk, interface
        self._is_trying = self._is_free = False
        window.may_close = self.may_close

    def may_close(self) -> bool:
        """Whether it may go now; otherwise it is closed later, or somebody is asked."""
        if self._is_free or not self._desk.unsaved:
            return True
        if not self._is_trying:
            self._is_trying = True
            self._desk.finish(self._decide)
        return False

    def let_go(self) -> None:
        """From now on the window may close, whatever is lost."""
        self._is_free = True

    def _decide(self) -> None:
        if self._desk.unsaved:
            self._ask()
        else:
            self._is_trying = False
            self._window.close()

    def _ask(self) -> None:
        say = self._interface.text
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setText(self._interface.directed(say(_QUESTION)))
        close = box.addButton(say(_CLOSE), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(say(_STAY), QMessageBox.ButtonRole.RejectRole)
        close.setProperty("kind", "danger")
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        close.clicked.connect(self._close_anyway)
        box.finished.connect(self._stay)
        box.open()

    def _stay(self) -> None:
        self._is_trying = False

    def _close_anyway(self) -> None:
        self.let_go()
        self._window.close()

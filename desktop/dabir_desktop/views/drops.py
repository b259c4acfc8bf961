"""What is held over a window and let go there: files, folders, links; anywhere, on every page."""

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from dabir_desktop.given import Given, given_in, given_in_text


class Drops(QObject):
    """Watches one window, from which nothing else takes drops.

    held   bool: whether something is held over it that could be taken
    given  Given: it was let go
    """

    held = Signal(bool)
    given = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the window's events of dragging for its own."""
        if event.type() == QEvent.Type.DragLeave:
            self.held.emit(False)
        elif isinstance(event, QDragEnterEvent):
            if given_by(event.mimeData()):
                event.acceptProposedAction()
                self.held.emit(True)
        elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.held.emit(False)
            event.acceptProposedAction()
            self.given.emit(given_by(event.mimeData()))
        else:
            return super().eventFilter(watched, event)
        return True


def given_by(mime: QMimeData | None) -> Given:
    """What a drop or the clipboard holds."""
    if mime is None:
        return Given()
    if mime.hasUrls():
        return given_in(url.toLocalFile() if url.isLocalFile() else url.toString() for url in mime.urls())
    return given_in_text(mime.text()) if mime.hasText() else Given()

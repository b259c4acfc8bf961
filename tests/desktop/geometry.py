"""What a person would see as cut off: words that have less room than they need."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QScrollArea, QWidget

from dabir_desktop.views.one_line import OneLine


def settle() -> None:
    """Lets layouts come to rest."""
    for _ in range(5):
        QApplication.processEvents()


def clipped(widget: QWidget) -> list[str]:
    """The words of every label and button that is seen and has too little room, or sticks out of what holds it."""
    settle()
    seen = (each for each in widget.findChildren(QWidget) if each.isVisibleTo(widget))
    return [words for each in seen for words in _trouble(each)]


def unnamed(widget: QWidget) -> list[QAbstractButton]:
    """Buttons that a screen reader has no name for, or that Tab does not reach."""
    buttons = (each for each in widget.findChildren(QAbstractButton) if each.isVisibleTo(widget))
    own = (each for each in buttons if not each.objectName().startswith("qt_"))
    return [each for each in own if not each.accessibleName() and not each.text()]


def _trouble(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, OneLine):  # gives way on purpose, and has the whole as its tool tip
        return
    if isinstance(widget, QLabel) and widget.text().strip("\u200f"):
        wraps = widget.wordWrap()
        needed = widget.heightForWidth(widget.width()) if wraps else widget.sizeHint().height()
        if widget.height() < needed or (not wraps and widget.width() < widget.sizeHint().width()):
            yield widget.text()
    elif isinstance(widget, QPushButton):
        if widget.width() < widget.minimumSizeHint().width() or widget.height() < widget.minimumSizeHint().height():
            yield widget.text()
    else:
        return
    if _sticks_out(widget):
        yield f"{widget.text()} sticks out"


def _sticks_out(widget: QLabel | QPushButton) -> bool:
    holder = widget.parentWidget()
    while holder is not None and not holder.isWindow() and not isinstance(holder, QScrollArea):
        place = QRect(widget.mapTo(holder, QPoint(0, 0)), widget.size())
        if not (holder.rect().left() <= place.left() and place.right() <= holder.rect().right()):
            return True
        holder = holder.parentWidget()
    return False


def troubles(widget: QWidget) -> list[str]:
    return clipped(widget)

"""What a person would see as wrong: words that have less room than they need, and things that lie over each other."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from dabir_desktop.views.drop_zone import DropVeil
from dabir_desktop.views.dropdown import Dropdown
from dabir_desktop.views.one_line import OneLine
from dabir_desktop.views.player import Player
from dabir_desktop.views.record_bar import RecordBar
from dabir_desktop.views.toast import Toast


def settle() -> None:
    """Lets layouts come to rest."""
    for _ in range(5):
        QApplication.processEvents()


def troubles(widget: QWidget) -> list[str]:
    """All that is wrong in what is shown."""
    settle()
    seen = [each for each in widget.findChildren(QWidget) if each.isVisibleTo(widget)]
    return [words for each in seen for words in (*_cut(each), *_overlaps(each))] + _covered(widget)


def clipped(widget: QWidget) -> list[str]:
    """The words of every label and control that is seen and has too little room, or sticks out of what holds it."""
    settle()
    return [words for each in widget.findChildren(QWidget) if each.isVisibleTo(widget) for words in _cut(each)]


def unnamed(widget: QWidget) -> list[QAbstractButton]:
    """Buttons that a screen reader has no name for, or that Tab does not reach."""
    buttons = (each for each in widget.findChildren(QAbstractButton) if each.isVisibleTo(widget))
    own = (each for each in buttons if not each.objectName().startswith("qt_"))
    return [each for each in own if not each.accessibleName() and not each.text()]


def _cut(widget: QWidget) -> Iterator[str]:
    if not isinstance(widget, QLabel | QAbstractButton | QComboBox | QLineEdit) or _is_of_qt(widget):
        return
    if isinstance(widget, QLabel):
        lacks = bool(widget.text().strip("\u200f")) and _lacks_room(widget)
    elif isinstance(widget, QComboBox):
        lacks = not isinstance(widget, Dropdown) or widget.height() < widget.minimumSizeHint().height()
    elif isinstance(widget, QLineEdit):
        lacks = _hint_is_cut(widget) or widget.height() < widget.minimumSizeHint().height()
    elif widget.property("kind") == "chooser":  # Qt elides it, and its name is its tool tip
        lacks = widget.toolTip() != widget.text()
    else:
        needed = widget.minimumSizeHint()
        lacks = widget.width() < needed.width() or widget.height() < needed.height()
    if lacks:
        yield f"cut: {_told(widget)}"
    if _sticks_out(widget):
        yield f"sticks out: {_told(widget)}"


def _lacks_room(label: QLabel) -> bool:
    if isinstance(label, OneLine):  # gives way on purpose, and has the whole as its tool tip
        return label.height() < label.sizeHint().height()
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width())
    return label.height() < label.sizeHint().height() or label.width() < label.sizeHint().width()


def _hint_is_cut(line: QLineEdit) -> bool:
    """Whether what stands in an empty line has too little room; what is typed may be longer, and scrolls."""
    room = line.width() - 24 - sum(each.width() for each in line.findChildren(QAbstractButton) if each.isVisible())
    return not line.text() and line.fontMetrics().horizontalAdvance(line.placeholderText()) > room


def _sticks_out(widget: QWidget) -> bool:
    """Over the edge of what holds it; down in a page that scrolls, it may."""
    holder = widget.parentWidget()
    scrolls = False
    while holder is not None and holder is not widget.window().parentWidget():
        place = QRect(widget.mapTo(holder, QPoint(0, 0)), widget.size())
        scrolls = scrolls or isinstance(holder.parentWidget(), QScrollArea)
        if not (holder.rect().left() <= place.left() and place.right() <= holder.rect().right()):
            return True
        if not scrolls and not (holder.rect().top() <= place.top() and place.bottom() <= holder.rect().bottom()):
            return True
        if holder.isWindow():
            break
        holder = holder.parentWidget()
    return False


def _overlaps(holder: QWidget) -> Iterator[str]:
    """Neighbours that share pixels: laid out with too little room."""
    if isinstance(holder, QAbstractScrollArea | QLineEdit | QComboBox) or _is_of_qt(holder):
        return
    inside = (each for each in holder.children() if isinstance(each, QWidget))
    shown = [each for each in inside if each.isVisible() and not each.isWindow() and not each.size().isEmpty()]
    for one, other in combinations(shown, 2):
        if isinstance(one, DropVeil | Toast) or isinstance(other, DropVeil | Toast):  # lie over the page on purpose
            continue
        if one.geometry().adjusted(1, 1, -1, -1).intersects(other.geometry()):  # a mirrored splitter shares a pixel
            yield f"overlap in {type(holder).__name__}: {_told(one)} and {_told(other)}"


def _covered(window: QWidget) -> list[str]:
    """What a message lies over though it never may."""
    toasts = [each for each in window.findChildren(Toast) if each.isVisible()]
    feet = [each for each in window.findChildren(QWidget) if isinstance(each, Player | RecordBar) and each.isVisible()]
    return [
        f"covered: {type(foot).__name__}"
        for toast in toasts
        for foot in feet
        if QRect(toast.mapToGlobal(QPoint()), toast.size()).intersects(QRect(foot.mapToGlobal(QPoint()), foot.size()))
    ]


def _is_of_qt(widget: QWidget) -> bool:
    """A part of Qt's own dialogs and controls, which Qt lays out."""
    return (
        isinstance(widget.parentWidget(), QLineEdit)
        or widget.objectName().startswith("qt_")
        or type(widget.window()).__name__ == "QFileDialog"
    )


def _told(widget: QWidget) -> str:
    text = widget.property("text") or widget.accessibleName()
    return f"{type(widget).__name__} {str(text).strip()[:60]}"

"""Buttons as this window has them, and how a control is named: for the eye, for a screen reader, with its key."""

import sys
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from dabir_desktop.i18n.bidi import left_to_right
from dabir_desktop.icons import Drawing, icon

_ICON: Final = QSize(20, 20)


def push_button(drawing: Drawing | None = None, *, kind: str = "") -> QPushButton:
    """A button with words; `kind` as in the stylesheet: primary, quiet, danger, or nothing for an ordinary one."""
    button = QPushButton()
    button.setProperty("kind", kind)
    button.setIconSize(_ICON)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    if drawing is not None:
        is_primary = kind == "primary"
        role = QPalette.ColorRole.HighlightedText if is_primary else QPalette.ColorRole.ButtonText
        button.setIcon(icon(drawing, role))
    return button


def tool_button(drawing: Drawing) -> QToolButton:
    """A quiet button that is an icon only; it has to be named."""
    button = QToolButton()
    button.setProperty("kind", "quiet")
    button.setIcon(icon(drawing))
    button.setIconSize(_ICON)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def caption(words: str) -> str:
    """The words of a button that has an icon too, a little apart from it."""
    return f"\u2002{words}"


def set_kind(widget: QWidget, kind: str) -> None:
    """Gives a widget that is shown already another look of the stylesheet."""
    if widget.property("kind") != kind:
        widget.setProperty("kind", kind)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def name_control(control: QWidget, name: str, *, key: QKeySequence | None = None) -> None:
    """What a screen reader says, and what is shown where the pointer rests: the name with its key."""
    control.setAccessibleName(name)
    control.setToolTip(with_key(name, key))


def with_key(name: str, key: QKeySequence | None) -> str:
    """«Record (Ctrl+R)»; keys are written left to right in every language."""
    if key is None or key.isEmpty():
        return name
    return f"{name} {left_to_right(f'({key_words(key)})')}"


def key_words(key: QKeySequence) -> str:
    """A key as it is printed on keyboards: Qt's Persian translation of «Ctrl» stands on none."""
    forms = QKeySequence.SequenceFormat
    return key.toString(forms.NativeText if sys.platform == "darwin" else forms.PortableText)

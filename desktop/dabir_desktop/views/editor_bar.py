"""The row over the page: what is asked for most, each one click away."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from dabir_desktop.icons import Drawing, icon
from dabir_desktop.views.editing_actions import EditingActions

_ICON: Final = QSize(20, 20)
_IconAlone: Final = Qt.ToolButtonStyle.ToolButtonIconOnly
_IconAndWords: Final = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


class EditorBar(QWidget):
    """Buttons of the editor's actions and menus."""

    def __init__(self, actions: EditingActions, *, mending: QMenu, exports: QMenu) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for action, drawing in (
            (actions.undo, Drawing.UNDO),
            (actions.redo, Drawing.REDO),
            (actions.find, Drawing.SEARCH),
        ):
            row.addWidget(_button(action, drawing, _IconAlone))
        row.addSpacing(8)
        row.addWidget(_menu_button(_titled(actions.mend, mending), Drawing.EDIT))
        row.addWidget(_button(actions.reflow, Drawing.LINES, _IconAndWords))
        row.addWidget(_button(actions.doubts, Drawing.WARNING, _IconAndWords))
        row.addStretch()
        row.addWidget(_button(actions.copy_all, Drawing.COPY, _IconAndWords))
        exporting = _menu_button(_titled(actions.export, exports), Drawing.EXPORT)
        exporting.setProperty("kind", "primary")
        exporting.defaultAction().setIcon(icon(Drawing.EXPORT, QPalette.ColorRole.HighlightedText))
        actions.export.triggered.connect(exporting.showMenu)
        row.addWidget(exporting)


def _titled(action: QAction, menu: QMenu) -> QAction:
    """The menu's action with the words of another."""
    head = menu.menuAction()

    def follow() -> None:
        head.setText(action.text())
        head.setToolTip(action.toolTip())

    action.changed.connect(follow)
    follow()
    return head


def _button(action: QAction, drawing: Drawing, style: Qt.ToolButtonStyle) -> QToolButton:
    action.setIcon(icon(drawing))
    button = QToolButton()
    button.setDefaultAction(action)
    button.setProperty("kind", "quiet")
    button.setToolButtonStyle(style)
    button.setIconSize(_ICON)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text())
    action.changed.connect(lambda: button.setAccessibleName(action.text()))
    return button


def _menu_button(action: QAction, drawing: Drawing) -> QToolButton:
    button = _button(action, drawing, _IconAndWords)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button

"""The row over the page: what is asked for most, each one click away."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from dabir_desktop.icons import Drawing, icon
from dabir_desktop.views.editing_actions import EditingActions


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
            action.setIcon(icon(drawing))
            row.addWidget(_button(action))
        row.addWidget(_menu_button(_titled(actions.mend, mending)))
        row.addWidget(_button(actions.reflow))
        row.addWidget(_button(actions.doubts))
        row.addStretch()
        row.addWidget(_button(actions.copy_all))
        exporting = _menu_button(_titled(actions.export, exports))
        exporting.setProperty("kind", "primary")
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


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setProperty("kind", "quiet")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text())
    action.changed.connect(lambda: button.setAccessibleName(action.text()))
    return button


def _menu_button(action: QAction) -> QToolButton:
    button = _button(action)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button

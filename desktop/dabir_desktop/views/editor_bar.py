"""The row over the page: what is asked for most, each one click away."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from dabir_desktop.icons import Drawing, icon
from dabir_desktop.views.editing_actions import EditingActions

_ICON: Final = QSize(20, 20)
_IconAlone: Final = Qt.ToolButtonStyle.ToolButtonIconOnly
_IconAndWords: Final = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


class EditorBar(QWidget):
    """Buttons of the editor's actions and menus; in a narrow window all but the last are icons alone."""

    def __init__(self, actions: EditingActions, *, mending: QMenu, exports: QMenu) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._alone = _button(actions.undo, Drawing.UNDO, _IconAlone)
        self._row.addWidget(self._alone)
        for action, drawing in (
            (actions.redo, Drawing.REDO),
            (actions.find, Drawing.SEARCH),
        ):
            self._row.addWidget(_button(action, drawing, _IconAlone))
        self._row.addSpacing(8)
        copying = _button(actions.copy_all, Drawing.COPY, _IconAndWords)
        self._worded = (
            _menu_button(_titled(actions.mend, mending), Drawing.EDIT),
            _button(actions.reflow, Drawing.LINES, _IconAndWords),
            _button(actions.doubts, Drawing.WARNING, _IconAndWords),
            copying,
        )
        for button in self._worded:
            self._row.addWidget(button)
        self._row.insertStretch(self._row.indexOf(copying))
        self._row.addWidget(_exporting(actions, exports))
        actions.copy_all.changed.connect(self._fit)  # in another language words have another length

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words are shown where all of them have room."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """That of icons: words make no window wide."""
        hint, icon_alone = super().minimumSizeHint(), self._alone.sizeHint().width()
        return QSize(hint.width() - sum(each.sizeHint().width() - icon_alone for each in self._worded), hint.height())

    def _fit(self) -> None:
        self._show(_IconAndWords)
        if self._row.sizeHint().width() > self.width():
            self._show(_IconAlone)

    def _show(self, style: Qt.ToolButtonStyle) -> None:
        for button in self._worded:
            button.setToolButtonStyle(style)
        self._row.invalidate()


def _exporting(actions: EditingActions, exports: QMenu) -> QToolButton:
    button = _menu_button(_titled(actions.export, exports), Drawing.EXPORT)
    button.setProperty("kind", "primary")
    button.defaultAction().setIcon(icon(Drawing.EXPORT, QPalette.ColorRole.HighlightedText))
    actions.export.triggered.connect(button.showMenu)
    return button


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

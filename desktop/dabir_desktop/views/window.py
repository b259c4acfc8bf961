"""The window: a header, one page at a time, what stands beside it, and what lies over it.

It knows its pages by their place only; `app` puts the widgets of the other rooms there and joins their signals. Things
may be dropped anywhere, on every page.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QSplitter, QStackedWidget, QTextEdit, QVBoxLayout, QWidget

from dabir_desktop.flow import Flow, Page
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.messages import Message, told
from dabir_desktop.views.actions import Actions
from dabir_desktop.views.choosing import Choosing
from dabir_desktop.views.drop_zone import DropVeil
from dabir_desktop.views.drops import Drops, given_by
from dabir_desktop.views.header import Header
from dabir_desktop.views.idle import IdlePage
from dabir_desktop.views.toast import Toast

_TITLE = Phrase(en="Dabir", fa="دبیر")
_NOTHING_TO_PASTE = Phrase(
    en="There is no link and no file on the clipboard.", fa="پیوند یا فایلی برای چسباندن نیست؛ اول آن را کپی کنید."
)
_SIZE: Final = (1080, 720)
_SMALLEST: Final = (640, 480)
_BESIDE_WIDTH: Final = 310


class Window(QWidget):
    """Everything of the app that is seen.

    given    carries a Given: files, folders, links that were dropped, pasted or chosen
    painted  the first frame is on the screen, and the window can be used
    closing  somebody closed it; what is under way is ended by who listens
    """

    given = Signal(object)
    painted = Signal()
    closing = Signal()

    def __init__(self, interface: Interface) -> None:
        super().__init__()
        self.may_close: Callable[[], bool] = lambda: True
        """Asked each time that somebody closes the window; who says no closes it later."""
        self._interface = interface
        self._is_painted = False
        self.actions_of = Actions(self, interface)
        self.header = Header(interface, self.actions_of)
        self.idle = IdlePage(interface, self.actions_of)
        self._pages: dict[Page, QWidget] = {}
        self._feet: dict[Page, QWidget | None] = {}
        self._stack = QStackedWidget()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._veil = DropVeil(interface, self)
        self._toast = Toast(interface, self)
        self._choosing = Choosing(interface, self)
        self._drops = Drops(self)
        self._beside = QWidget()
        self._lay_out()
        self._connect()
        self.place(Page.IDLE, self.idle)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def place(self, page: Page, widget: QWidget, *, foot: QWidget | None = None) -> None:
        """Puts a widget where that page is shown; messages never cover its foot."""
        self._pages[page] = widget
        self._feet[page] = foot
        self._stack.addWidget(widget)

    def put_beside(self, widget: QWidget) -> None:
        """Puts a widget at the leading side of every page."""
        self._splitter.insertWidget(0, widget)
        self._splitter.setStretchFactor(1, 1)
        widget.setMinimumWidth(_BESIDE_WIDTH)
        self._beside = widget
        self._show_beside(self.actions_of.library.isChecked())
        self.actions_of.library.toggled.connect(self._show_beside)

    def show_flow(self, flow: Flow) -> None:
        """Shows that state."""
        page = self._pages.get(flow.page, self.idle)
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._toast.stand_above(self._feet.get(flow.page))
        self.header.show_flow(flow)

    def tell(self, message: Message) -> None:
        """Shows a message in passing."""
        self._toast.tell(message)

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self.setWindowTitle(self._interface.text(_TITLE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tells of the first frame."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            self.painted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where nothing else wants it and nobody writes, is the way back."""
        is_writing = isinstance(QApplication.focusWidget(), QTextEdit | QLineEdit)
        if event.key() == Qt.Key.Key_Escape and not is_writing:
            self.actions_of.back.trigger()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The veil is as large as the window."""
        super().resizeEvent(event)
        self._veil.setGeometry(self.rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes at once if it may; what is under way ends behind it."""
        event.setAccepted(self.may_close())
        if event.isAccepted():
            self.closing.emit()

    def _show_beside(self, is_shown: bool) -> None:
        """The window grows if need be: a page keeps the room that it must have."""
        width, height = _SMALLEST
        self.setMinimumSize(width + (_BESIDE_WIDTH if is_shown else 0), height)
        self._beside.setVisible(is_shown)

    def _light(self, is_lit: bool) -> None:
        is_idle = self._stack.currentWidget() is self.idle
        self.idle.zone.light(is_lit and is_idle)
        self._veil.light(is_lit and not is_idle)

    def _paste(self) -> None:
        given = given_by(QGuiApplication.clipboard().mimeData())
        if given:
            self.given.emit(given)
        else:
            self.tell(told(_NOTHING_TO_PASTE))

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_SIZE)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        actions, choosing = self.actions_of, self._choosing
        actions.files.triggered.connect(choosing.choose_files)
        actions.folder.triggered.connect(choosing.choose_folder)
        actions.link.triggered.connect(choosing.choose_link)
        actions.paste.triggered.connect(self._paste)
        actions.leave.triggered.connect(self.close)
        actions.language.triggered.connect(self._speak_other)
        self.idle.zone.clicked.connect(choosing.choose_files)
        choosing.given.connect(self.given)
        self._drops.given.connect(self.given)
        self._drops.held.connect(self._light)

    def _speak_other(self) -> None:
        self._interface.speak("en" if self._interface.language == "fa" else "fa")

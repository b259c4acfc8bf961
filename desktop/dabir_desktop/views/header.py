"""The line above every page: where one is, the way back, and in the far corner the theme and the other language."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from dabir_desktop.flow import Flow, Page
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.icons import Drawing, icon
from dabir_desktop.theme import Mode
from dabir_desktop.views.actions import Actions
from dabir_desktop.views.buttons import caption, name_control, push_button, tool_button
from dabir_desktop.views.sign import Sign

_NAME = Phrase(en="Dabir", fa="دبیر")
_OTHER_LANGUAGE = Phrase(en="فارسی", fa="English")
_RECORDING = Phrase(en="Recording goes on", fa="ضبط ادامه دارد")
_BUSY = Phrase(en="{count} in the queue", fa="{count} کار در صف")
_MODES: Final = {
    Mode.SYSTEM: (Phrase(en="As the system", fa="مانند سیستم"), Drawing.AUTO),
    Mode.LIGHT: (Phrase(en="Light", fa="روشن"), Drawing.SUN),
    Mode.DARK: (Phrase(en="Dark", fa="تیره"), Drawing.MOON),
}


class Header(QWidget):
    """`mode_chosen` carries a Mode."""

    mode_chosen = Signal(object)

    def __init__(self, interface: Interface, actions: Actions) -> None:
        super().__init__()
        self._interface = interface
        self._actions = actions
        self._flow = Flow()
        self._title = QLabel()
        self._title.setProperty("kind", "heading")
        self._emblem = Sign(Drawing.WAVES, size=24)
        self._back = tool_button(Drawing.BACK)
        self._back.clicked.connect(actions.back.trigger)
        self._busy = push_button(kind="quiet")
        self._busy.clicked.connect(actions.queue.trigger)
        self._library = tool_button(Drawing.LIBRARY)
        self._library.setCheckable(True)
        self._library.clicked.connect(actions.library.trigger)
        actions.library.toggled.connect(self._library.setChecked)
        self._recording = push_button(Drawing.RECORD, kind="danger")
        self._recording.clicked.connect(actions.back.trigger)
        self._settings = tool_button(Drawing.SETTINGS)
        self._settings.clicked.connect(actions.settings.trigger)
        self._theme = tool_button(Drawing.AUTO)
        self._language = push_button(Drawing.LANGUAGE, kind="quiet")
        self._language.clicked.connect(actions.language.trigger)
        self._make_menu()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 10, 16, 6)
        self._row.setSpacing(6)
        self._row.addWidget(self._library)
        self._row.addWidget(self._back)
        self._row.addWidget(self._emblem)
        self._row.addWidget(self._title)
        self._row.addStretch()
        self._row.addWidget(self._recording)
        self._row.addWidget(self._busy)
        self._row.addWidget(self._settings)
        self._row.addWidget(self._theme)
        self._row.addWidget(self._language)
        actions.theme.triggered.connect(self._theme.showMenu)
        interface.changed.connect(self.retranslate)
        self.show_flow(Flow())
        self.show_mode(Mode.SYSTEM)

    def show_flow(self, flow: Flow) -> None:
        """The way back, if there is one, and what goes on elsewhere."""
        self._flow = flow
        is_home = flow.page in (Page.IDLE, Page.WELCOME)
        self._back.setVisible(flow.page not in (Page.IDLE, Page.WELCOME, Page.RECORDING))
        self._emblem.setVisible(is_home)
        self._busy.setVisible(flow.waiting > 0 and flow.page is not Page.WORKING and not flow.is_recording)
        self._recording.setVisible(flow.is_recording and flow.page is not Page.RECORDING)
        self.retranslate()

    def show_mode(self, mode: Mode) -> None:
        """The theme that is chosen."""
        _, drawing = _MODES[mode]
        self._theme.setIcon(icon(drawing))
        for action, its_mode in self._modes.items():
            action.setChecked(its_mode is mode)
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        say, actions = self._interface.text, self._actions
        self._title.setText(self._interface.label(_NAME))
        self._language.setText(caption(say(_OTHER_LANGUAGE)))
        self._busy.setText(say(_BUSY, count=self._interface.digits(str(self._flow.waiting))))
        self._recording.setText(caption(say(_RECORDING)))
        name_control(self._recording, say(_RECORDING))
        for action, mode in self._modes.items():
            action.setText(say(_MODES[mode][0]))
        for control, action in (
            (self._back, actions.back),
            (self._library, actions.library),
            (self._busy, actions.queue),
            (self._settings, actions.settings),
            (self._theme, actions.theme),
            (self._language, actions.language),
        ):
            name_control(control, action.text(), key=action.shortcut())

    def _make_menu(self) -> None:
        menu = QMenu(self._theme)
        self._modes = {menu.addAction(icon(drawing), ""): mode for mode, (_, drawing) in _MODES.items()}
        for action, mode in self._modes.items():
            action.setCheckable(True)
            action.triggered.connect(lambda _checked, mode=mode: self.mode_chosen.emit(mode))
        self._theme.setMenu(menu)
        self._theme.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

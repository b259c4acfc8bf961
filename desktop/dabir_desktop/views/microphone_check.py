"""A microphone test: live bars while somebody speaks, «I hear you», and what is wrong if nothing comes.

It listens when it is asked to, not when it is merely seen: a page that promises privacy opens no microphone by itself.
"""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dabir_core.errors import DabirError
from dabir_core.record import Device
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.icons import Drawing, icon
from dabir_desktop.microphone_check import MicrophoneCheck
from dabir_desktop.microphones import Microphones
from dabir_desktop.views.buttons import caption, name_control, push_button
from dabir_desktop.views.level_bars import LevelBars
from dabir_desktop.views.microphone_choice import MicrophoneChoice
from dabir_desktop.views.record_bar import Words

_NAME = Phrase(en="Microphone", fa="میکروفن")
_ASK = Phrase(en="Try it: say a few words.", fa="امتحانش کنید: چند کلمه بگویید.")
_SPEAK = Phrase(en="Listening… say something.", fa="گوش می‌دهم… چیزی بگویید.")
_HEARD = Phrase(en="I hear you.", fa="صدایتان را می‌شنوم.")
_QUIET = Phrase(
    en="Very quiet. Come nearer, or raise the microphone's volume.",
    fa="خیلی آهسته است. نزدیک‌تر بیایید یا صدای میکروفن را بیشتر کنید.",
)
_BLUETOOTH = Phrase(
    en="Bluetooth microphones sound thin; with another one the text is better.",
    fa="صدای میکروفن بلوتوث کم‌کیفیت است؛ با میکروفن دیگری متن بهتر می‌شود.",
)
_START = Phrase(en="Test", fa="امتحان")
_STOP = Phrase(en="Stop", fa="توقف")
_BLUETOOTH_KEYS: Final = ("pulse:bluez", "bluetooth", "hands-free")
_LONGEST_MS: Final = 30_000
_PATIENCE_MS: Final = 6_000


class MicrophoneCheckView(QFrame):
    """Listens from its button's press until the next, for half a minute, or until it is hidden.

    device_chosen  str: the key of the microphone that somebody chose
    """

    device_chosen = Signal(str)

    def __init__(
        self, interface: Interface, check: MicrophoneCheck, *, microphones: Microphones, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._interface, self._check, self._microphones = interface, check, microphones
        self._is_listening = False
        self._words: Words = lambda: interface.text(_ASK)
        self.title, self.line, self.warning = QLabel(), QLabel(), QLabel()
        self.bars = LevelBars(interface)
        self.button = push_button(Drawing.MICROPHONE)
        self.device = MicrophoneChoice(interface, microphones)
        self._end, self._patience = QTimer(self), QTimer(self)
        self.setProperty("kind", "card")
        self._lay_out()
        self._connect()
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks: microphones are listed, none is opened."""
        self._microphones.watch(is_watched=True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody does: the microphone is let go."""
        self._microphones.watch(is_watched=False)
        self.stop()
        super().hideEvent(event)

    def start(self) -> None:
        """Listens."""
        self._is_listening = True
        self._end.start()
        self._patience.start()
        self._check.start(self.device.wanted)
        self._tell(lambda: self._interface.text(_SPEAK))
        self.retranslate()

    def stop(self) -> None:
        """Listens no more; what was found stays to be read."""
        self._is_listening = False
        self._end.stop()
        self._patience.stop()
        self._check.stop()
        self.bars.clear()
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        text = self._interface.text
        self.setAccessibleName(text(_NAME))
        self.title.setText(self._interface.label(_NAME))
        phrase = _STOP if self._is_listening else _START
        self.button.setText(caption(text(phrase)))
        self.button.setIcon(icon(Drawing.STOP if self._is_listening else Drawing.MICROPHONE))
        name_control(self.button, f"{text(_NAME)}: {text(phrase)}")
        self.line.setText(self._interface.directed(self._words()))
        self._warn()

    def _connect(self) -> None:
        check = self._check
        check.level.connect(lambda peak_db, _is_clipped: self.bars.show_level(peak_db))
        check.heard.connect(self._hear)
        check.lost.connect(self._tell_error)
        self._microphones.changed.connect(lambda _devices: self._warn())
        self.device.chosen.connect(self._choose)
        self.button.clicked.connect(lambda: self.stop() if self._is_listening else self.start())
        for timer, length, act in ((self._end, _LONGEST_MS, self.stop), (self._patience, _PATIENCE_MS, self._doubt)):
            timer.setSingleShot(True)
            timer.setInterval(length)
            timer.timeout.connect(act)

    def _hear(self) -> None:
        self._patience.stop()
        self._tell(lambda: self._interface.text(_HEARD))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._words()))

    def _doubt(self) -> None:
        self._tell(lambda: self._interface.text(_QUIET))

    def _choose(self, key: str) -> None:
        if self._is_listening:
            self.start()
        self._warn()
        self.device_chosen.emit(key)

    def _warn(self) -> None:
        shown = self.device.shown
        self.warning.setText(self._interface.label(_BLUETOOTH))
        self.warning.setVisible(shown is not None and _is_bluetooth(shown))

    def _tell_error(self, error: DabirError) -> None:
        self._patience.stop()
        self._tell(lambda: self._interface.error(error))

    def _tell(self, words: Words) -> None:
        self._words = words
        self.line.setText(self._interface.directed(words()))

    def _lay_out(self) -> None:
        self.title.setProperty("kind", "heading")
        self.warning.setProperty("kind", "muted")
        for wrapped in (self.line, self.warning):
            wrapped.setWordWrap(True)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.title, 1)
        above.addWidget(self.button)
        below.addWidget(self.line, 1)
        below.addWidget(self.device, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addLayout(above)
        column.addStretch()
        column.addWidget(self.bars)
        column.addStretch()
        column.addLayout(below)
        column.addWidget(self.warning)


def _is_bluetooth(device: Device) -> bool:
    return any(mark in f"{device.key} {device.name}".lower() for mark in _BLUETOOTH_KEYS)

"""A microphone test: the level while somebody speaks, «I hear you», and what is wrong if nothing comes."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from dabir_core.errors import DabirError
from dabir_core.record import Device
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.microphone_check import MicrophoneCheck
from dabir_desktop.microphones import Microphones
from dabir_desktop.views.level_meter import LevelMeter
from dabir_desktop.views.microphone_choice import MicrophoneChoice
from dabir_desktop.views.record_bar import Words

_NAME = Phrase(en="Microphone test", fa="آزمایش میکروفن")
_SPEAK = Phrase(en="Say something.", fa="چیزی بگویید.")
_HEARD = Phrase(en="I hear you.", fa="صدایتان را می‌شنوم.")
_BLUETOOTH = Phrase(
    en="Bluetooth microphones sound thin; with another one the text is better.",
    fa="صدای میکروفن بلوتوث کم‌کیفیت است؛ با میکروفن دیگری متن بهتر می‌شود.",
)
_BLUETOOTH_KEYS = ("pulse:bluez", "bluetooth", "hands-free")


class MicrophoneCheckView(QFrame):
    """Listens while it is shown.

    device_chosen  str: the key of the microphone that somebody chose
    """

    device_chosen = Signal(str)

    def __init__(
        self, interface: Interface, check: MicrophoneCheck, *, microphones: Microphones, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._interface, self._check, self._microphones = interface, check, microphones
        self._words: Words = lambda: interface.text(_SPEAK)
        self.title, self.line, self.warning = QLabel(), QLabel(), QLabel()
        self.meter = LevelMeter(interface)
        self.device = MicrophoneChoice(interface, microphones)
        self.title.setProperty("kind", "heading")
        self.warning.setProperty("kind", "muted")
        for wrapped in (self.line, self.warning):
            wrapped.setWordWrap(True)
        self.setProperty("kind", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for widget in (self.title, self.device, self.meter, self.line, self.warning):
            column.addWidget(widget)
        check.level.connect(lambda peak_db, is_clipped: self.meter.show_level(peak_db, is_clipped=is_clipped))
        check.heard.connect(lambda: self._tell(lambda: interface.text(_HEARD)))
        check.lost.connect(self._tell_error)
        check.opened.connect(lambda _name: self._tell(lambda: interface.text(_SPEAK)))
        microphones.changed.connect(lambda _devices: self._warn())
        self.device.chosen.connect(self._choose)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks: it listens."""
        self._microphones.watch(is_watched=True)
        self._check.start(self.device.wanted)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody does: the microphone is let go."""
        self._microphones.watch(is_watched=False)
        self._check.stop()
        super().hideEvent(event)

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        self.setAccessibleName(self._interface.text(_NAME))
        self.title.setText(self._interface.label(_NAME))
        self._tell(self._words)
        self._warn()

    def _choose(self, key: str) -> None:
        self._check.start(key)
        self._warn()
        self.device_chosen.emit(key)

    def _warn(self) -> None:
        shown = self.device.shown
        self.warning.setText(self._interface.label(_BLUETOOTH))
        self.warning.setVisible(shown is not None and _is_bluetooth(shown))

    def _tell_error(self, error: DabirError) -> None:
        self._tell(lambda: self._interface.error(error))

    def _tell(self, words: Words) -> None:
        self._words = words
        self.line.setText(self._interface.directed(words()))


def _is_bluetooth(device: Device) -> bool:
    return any(mark in f"{device.key} {device.name}".lower() for mark in _BLUETOOTH_KEYS)

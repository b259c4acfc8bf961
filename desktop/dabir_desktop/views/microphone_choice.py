"""The list of microphones to choose from: the default one first, what hears the machine itself last and called so."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from dabir_core.record import Device
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import isolated
from dabir_desktop.microphones import Microphones
from dabir_desktop.views.buttons import name_control
from dabir_desktop.views.dropdown import Dropdown

_MICROPHONE = Phrase(en="Microphone", fa="میکروفن")
_DEFAULT = Phrase(en="{name} (default)", fa="{name} (پیش‌فرض)")
_MONITOR = Phrase(en="Computer sound: {name}", fa="صدای رایانه: {name}")
_NONE = Phrase(en="No microphone", fa="میکروفنی نیست")
_WIDEST = 360


class MicrophoneChoice(Dropdown):
    """Follows what is plugged in; the choice stays while its microphone is away.

    chosen  str: the key of the microphone that somebody chose
    """

    chosen = Signal(str)

    def __init__(self, interface: Interface, microphones: Microphones, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interface, self._microphones = interface, microphones
        self._wanted: str | None = None
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(_WIDEST)
        microphones.changed.connect(self._show)
        self.activated.connect(self._choose_shown)
        interface.changed.connect(self.retranslate)
        self.retranslate()

    @property
    def wanted(self) -> str | None:
        """The key of the microphone to be heard; None for the default one."""
        return self._wanted

    @property
    def shown(self) -> Device | None:
        """The microphone that is shown; None where there is none."""
        return next((each for each in self._microphones.known if each.key == self.currentData()), None)

    def want(self, key: str | None) -> None:
        """The microphone that was used last, also where it is not there now."""
        self._wanted = key
        self._show(self._microphones.known)

    def retranslate(self) -> None:
        """Says everything in the language of now."""
        name_control(self, self._interface.text(_MICROPHONE))
        self._show(self._microphones.known)

    def _show(self, devices: Sequence[Device]) -> None:
        with QSignalBlocker(self):
            self.clear()
            for device in devices:
                self.addItem(self._named(device), device.key)
            if not devices:
                self.addItem(self._interface.text(_NONE), None)
            self.setCurrentIndex(max(0, self.findData(self._wanted)))
        self.setEnabled(bool(devices))

    def _named(self, device: Device) -> str:
        name = isolated(device.name)
        if device.is_monitor:
            return self._interface.text(_MONITOR, name=name)
        return self._interface.text(_DEFAULT, name=name) if device.is_default else name

    def _choose_shown(self, index: int) -> None:
        key = self.itemData(index)
        if isinstance(key, str) and key != self._wanted:
            self._wanted = key
            self.chosen.emit(key)

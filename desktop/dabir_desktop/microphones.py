"""The microphones that there are, asked anew every two seconds while somebody looks; no stream is opened for it."""

import threading
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from dabir_core.errors import DabirError
from dabir_core.record import Device, devices
from dabir_desktop.background import tell_from_thread

_EVERY_MS: Final = 2000

ListsDevices = Callable[[], tuple[Device, ...]]
"""Takes a fifth of a second. Raises: RecordError."""


class Microphones(QObject):
    """What can be recorded.

    changed  tuple of Device: others than before; the default one first, what hears the machine itself last
    failed   DabirError: the system's sound cannot be asked
    """

    changed = Signal(object)
    failed = Signal(object)
    _asked = Signal(object)

    def __init__(self, parent: QObject | None = None, *, list_devices: ListsDevices = devices) -> None:
        super().__init__(parent)
        self._list = list_devices
        self._known: tuple[Device, ...] | None = None
        self._trouble: type[DabirError] | None = None
        self._is_asking = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.ask)
        self._asked.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def known(self) -> tuple[Device, ...]:
        """Those of the last answer."""
        return self._known or ()

    def watch(self, *, is_watched: bool) -> None:
        """Asks from now on, or no more."""
        if is_watched and not self._timer.isActive():
            self._timer.start()
            self.ask()
        elif not is_watched:
            self._timer.stop()

    def ask(self) -> None:
        """Asks once, in a thread, unless it is being asked."""
        if not self._is_asking:
            self._is_asking = True
            threading.Thread(target=self._run, daemon=True, name="microphones").start()

    def _run(self) -> None:
        try:
            tell_from_thread(self._asked, self._list())
        except DabirError as error:
            tell_from_thread(self._asked, error)

    def _take(self, answer: tuple[Device, ...] | DabirError) -> None:
        self._is_asking = False
        if isinstance(answer, DabirError):
            if type(answer) is not self._trouble:
                self._trouble = type(answer)
                self.failed.emit(answer)
            return
        self._trouble = None
        if answer != self._known:
            self._known = answer
            self.changed.emit(answer)

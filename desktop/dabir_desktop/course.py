"""The window's state where everybody can change it, and the one who shows it hears of it."""

from PySide6.QtCore import QObject, Signal

from dabir_desktop.flow import Flow


class Course(QObject):
    """Holds a `Flow`. `changed` carries the one of now."""

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow()

    @property
    def flow(self) -> Flow:
        """The state of now."""
        return self._flow

    def take(self, flow: Flow) -> None:
        """Goes over to that state."""
        if flow != self._flow:
            self._flow = flow
            self.changed.emit(flow)

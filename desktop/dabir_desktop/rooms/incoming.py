"""The room of what comes by itself: a folder that is watched."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from dabir_desktop.settings import Settings
from dabir_desktop.watched_files import forget_watched
from dabir_desktop.watching import WatchedFolder


class Incoming(QObject):
    """Watches the folder that is chosen in the settings, from the moment on in which it is chosen.

    arrived  tuple of Path: media files that are new there, and whole; also what came while the app was closed
    """

    arrived = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._folder = ""
        self._watched: WatchedFolder | None = None
        settings.changed.connect(self._follow)
        self._watch(settings.preferences.watched)

    def close(self) -> None:
        """Watches nothing any more."""
        if self._watched is not None:
            self._watched.close()
            self._watched = None

    def _follow(self) -> None:
        wanted = self._settings.preferences.watched
        if wanted != self._folder:
            self.close()
            forget_watched()
            self._watch(wanted)

    def _watch(self, folder: str) -> None:
        self._folder = folder
        if folder:
            self._watched = WatchedFolder(Path(folder), parent=self)
            self._watched.arrived.connect(self.arrived)

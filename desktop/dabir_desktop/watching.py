"""A folder that is watched: media files that come into it are told once they are whole.

Qt's watcher tells that something changed in a folder; where it cannot (network shares, too many folders), a look every
half minute does. Looking reads folders and happens in a thread. While the folder is gone (a drive that was pulled out)
nothing is new, and what was there before is not new when it comes back.
"""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from dabir_core.audio import media_files
from dabir_core.units import Seconds
from dabir_desktop.background import Background
from dabir_desktop.settling import Listing, Settling, Stamp

PATIENCE: Seconds = 2.0
_SOON_MS = 300
_SELDOM_MS = 30_000
_MOST_FOLDERS = 512
"""Systems allow some thousands of watches for all programs together."""


class WatchedFolder(QObject):
    """Watches one folder and those in it, until it is closed."""

    arrived = Signal(object)
    """Carries a tuple of paths: files that are new and whole."""

    def __init__(
        self,
        folder: Path,
        *,
        is_taking_present: bool = False,
        patience: Seconds = PATIENCE,
        clock: Callable[[], Seconds] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        """What is in the folder already is only told if `is_taking_present`."""
        super().__init__(parent)
        self._folder, self._is_taking_present = folder, is_taking_present
        self._patience, self._clock = patience, clock
        self._settling: Settling | None = None
        self._is_looking = False
        self._looking = Background("watched-folder", self)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look_soon)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._look()

    def close(self) -> None:
        """Nothing is told any more."""
        self._timer.stop()
        self._looking.close()

    def _look_soon(self) -> None:
        if not self._is_looking and self._timer.remainingTime() > _SOON_MS:
            self._timer.start(_SOON_MS)

    def _look(self) -> None:
        self._is_looking = True
        self._looking.run(partial(_seen_in, self._folder), self._compare)

    def _compare(self, seen: tuple[Listing, tuple[str, ...]] | None) -> None:
        self._is_looking = False
        if seen is not None:
            listing, folders = seen
            self._watch(folders)
            self._tell(listing)
        is_waiting = self._settling is not None and self._settling.is_waiting
        self._timer.start(int(self._patience * 1000) + _SOON_MS if is_waiting else _SELDOM_MS)

    def _watch(self, folders: tuple[str, ...]) -> None:
        new = [folder for folder in folders if folder not in set(self._watcher.directories())]
        if new:
            self._watcher.addPaths(new)
            self._timer.start(_SOON_MS)  # what came between the look and the watch

    def _tell(self, listing: Listing) -> None:
        if self._settling is None:
            present = {} if self._is_taking_present else listing
            self._settling = Settling(present, patience=self._patience)
        whole = self._settling.look(listing, self._clock())
        if whole:
            self.arrived.emit(whole)


def _seen_in(folder: Path) -> tuple[Listing, tuple[str, ...]] | None:
    """The media files with their stamps, and the folders to watch; None while the folder is gone. Runs in a thread."""
    try:
        if not folder.is_dir():
            return None
        inner = (path for path in folder.rglob("*") if path.is_dir() and not path.name.startswith("."))
        folders = [str(folder), *sorted(map(str, inner))][:_MOST_FOLDERS]
        return {path: stamp for path in media_files([folder]) if (stamp := _stamp(path))}, tuple(folders)
    except OSError:  # it goes while we look
        return None


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return Stamp(status.st_size, status.st_mtime_ns)

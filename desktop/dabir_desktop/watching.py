"""A folder that is watched: media files that come into it are told once they are whole.

Qt's watcher tells that something changed in a folder; where it cannot (network shares, too many folders), a look every
half minute does. Looking reads folders and happens in a thread. While the folder is gone (a drive that was pulled out)
nothing is new, and what was there before is not new when it comes back. What is known outlives the app: a file that
came while it was closed is new at its next start. What was told is kept as known a moment later than it is told: what
is killed between the two is told twice rather than never, and the queue does nothing twice.
"""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from dabir_core.audio import media_files
from dabir_core.units import Seconds
from dabir_desktop.background import Background
from dabir_desktop.settling import Listing, Settling, Stamp, sizes_of
from dabir_desktop.watched_files import Sizes, WatchedFiles

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
        patience: Seconds = PATIENCE,
        clock: Callable[[], Seconds] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        """What is there already is told if the folder was watched before and it was not there then."""
        super().__init__(parent)
        self._folder, self._files = folder, WatchedFiles(folder)
        self._patience, self._clock = patience, clock
        self._settling: Settling | None = None
        self._is_looking, self._is_stale = False, False
        self._looking = Background("watched-folder", self)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look_soon)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._looking.run(self._files.read, self._begin)

    def close(self) -> None:
        """Nothing is told any more."""
        self._timer.stop()
        self._looking.close()

    def _look_soon(self) -> None:
        if self._is_looking:
            self._is_stale = True
        elif self._timer.remainingTime() > _SOON_MS:
            self._timer.start(_SOON_MS)

    def _begin(self, known: Sizes | None) -> None:
        if known is not None:
            self._settling = Settling(known, patience=self._patience)
        self._look()

    def _look(self) -> None:
        self._is_looking, self._is_stale = True, False
        self._looking.run(partial(_seen_in, self._folder), self._compare)

    def _compare(self, seen: tuple[Listing, tuple[str, ...]] | None) -> None:
        self._is_looking = False
        wait_ms = _SELDOM_MS
        if seen is not None:
            listing, folders = seen
            self._is_stale |= self._watch(folders)  # what came between the look and the watch
            if self._tell(listing):
                wait_ms = int(self._patience * 1000) + _SOON_MS
        self._timer.start(_SOON_MS if self._is_stale else wait_ms)

    def _watch(self, folders: tuple[str, ...]) -> bool:
        """Whether some were not watched until now."""
        known = set(self._watcher.directories())
        new = [folder for folder in folders if folder not in known]
        if new:
            self._watcher.addPaths(new)
        return bool(new)

    def _tell(self, listing: Listing) -> bool:
        """Whether another look is due soon: some file has still to prove itself, or was told and is to be kept."""
        if self._settling is None:
            self._settling = Settling(sizes_of(listing), patience=self._patience)
        self._looking.run(partial(self._files.keep, self._settling.known))
        whole = self._settling.look(listing, self._clock())
        if whole:
            self.arrived.emit(whole)
        return bool(whole) or self._settling.is_waiting


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

"""The models folder as a shelf: a checkpoint is put together out of sight and appears on it whole, or not at all.

What is unfinished lies in a hidden folder beside the finished ones, on the same disk, and gets its name by one rename.
Only one process at a time works on one name: a lock, which the system takes back from a process that dies.
"""

import shutil
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dabir_core.asr.checkpoint import load_checkpoint
from dabir_core.errors import OutputError
from dabir_core.models.origin import Origin, store_origin
from dabir_core.models.transfer import keep_going
from dabir_core.progress import CancelToken

if TYPE_CHECKING:
    from filelock import FileLock

_LOCKS: Final = ".locks"
_PARTIAL: Final = ".partial"
_REPLACED: Final = ".replaced"
_REMOVED: Final = ".removed"
_POLL_SECONDS: Final = 0.2


class Shelf:
    """One checkpoint's places in one models folder."""

    def __init__(self, models: Path, name: str) -> None:
        self._models, self._name = models, name

    @property
    def folder(self) -> Path:
        """Where the finished checkpoint lies."""
        return self._models / self._name

    @property
    def partial(self) -> Path:
        """Where it is put together."""
        return self._models / _PARTIAL / self._name

    @property
    def is_there(self) -> bool:
        """Whether the checkpoint is installed."""
        return (self.folder / "config.json").is_file()

    @contextmanager
    def held(self, cancel: CancelToken, *, waiting: Callable[[], None]) -> Iterator[None]:
        """Inside, no other process works on this name; waits for one that does, and calls `waiting` if it must.

        Raises: Stopped; OutputError where the models folder cannot be written.
        """
        from filelock import FileLock

        place = self._models / _LOCKS / f"{self._name}.lock"
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(place, is_singleton=False)
            if not _acquired(lock):
                waiting()
                while not _acquired(lock):
                    time.sleep(_POLL_SECONDS)
                    keep_going(cancel)
        except (OSError, NotImplementedError) as cause:
            raise OutputError(str(place), detail=str(cause)) from cause
        try:
            self._mend()
            yield
        finally:
            lock.release()

    def open_partial(self) -> Path:
        """The folder to put it together in, with what is left of an earlier try. Raises: OSError."""
        self.partial.mkdir(parents=True, exist_ok=True)
        return self.partial

    def discard(self) -> None:
        """Throws away what is unfinished."""
        shutil.rmtree(self.partial, ignore_errors=True)

    def finish(self, names: Collection[str], origin: Origin) -> Path:
        """Checks what was put together and puts it in its place, where an older one makes room for it.

        Raises: ModelError where it is no checkpoint that we run; OSError.
        """
        for path in self.partial.iterdir():  # parts of a revision that was given up
            if path.name not in names:
                path.unlink()
        load_checkpoint(self.partial)
        store_origin(self.partial, origin)
        if self.folder.exists():
            self._replaced.parent.mkdir(exist_ok=True)
            self.folder.rename(self._replaced)
        self.partial.rename(self.folder)
        shutil.rmtree(self._replaced, ignore_errors=True)
        return self.folder

    def clear(self) -> None:
        """Takes the checkpoint away, at once and whole, and what is unfinished of it. Raises: OSError."""
        self.discard()
        if self.folder.exists():
            self._removed.parent.mkdir(exist_ok=True)
            self.folder.rename(self._removed)
        shutil.rmtree(self._removed, ignore_errors=True)

    def _mend(self) -> None:
        """Puts back what made room for a newer one that then did not come, and clears what was to be deleted."""
        if self._replaced.exists() and not self.folder.exists():
            with suppress(OSError):
                self._replaced.rename(self.folder)
        if self.folder.exists():
            shutil.rmtree(self._replaced, ignore_errors=True)
        shutil.rmtree(self._removed, ignore_errors=True)

    @property
    def _removed(self) -> Path:
        return self._models / _REMOVED / self._name

    @property
    def _replaced(self) -> Path:
        return self._models / _REPLACED / self._name


def _acquired(lock: "FileLock") -> bool:
    """Whether the lock could be had at once. Raises: OSError."""
    from filelock import Timeout

    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    return True

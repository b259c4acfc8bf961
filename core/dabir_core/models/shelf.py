"""The models folder as a shelf: a checkpoint is put together out of sight and appears on it whole, or not at all.

What is unfinished lies in hidden folders beside the finished ones, on the same disk, and gets its name by one rename.
One that makes room for a newer one is hidden by a rename too, and whoever looks at the shelf next puts it back if the
newer one did not come. What is deleted is renamed first, so that nothing half deleted is taken for whole.
Only one process at a time works on one name: a lock, which the system takes back from a process that dies.
"""

import shutil
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from dabir_core.errors import ModelError, OutputError
from dabir_core.models.origin import Origin, load_origin, store_origin
from dabir_core.models.transfer import keep_going
from dabir_core.progress import CancelToken

if TYPE_CHECKING:
    from filelock import FileLock

_LOCKS: Final = ".locks"
_PARTIAL: Final = ".partial"
_COPIED: Final = ".copied"
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
        """Where a download gathers it: what came stays for the next try."""
        return self._models / _PARTIAL / self._name

    @property
    def copied(self) -> Path:
        """Where an import puts it together, out of the way of a download: nothing stays, since the source does."""
        return self._models / _COPIED / self._name

    @property
    def is_there(self) -> bool:
        """Whether the checkpoint is installed."""
        return (self.folder / "config.json").is_file()

    @contextmanager
    def held(self, cancel: CancelToken, *, waiting: Callable[[], None]) -> Iterator[None]:
        """Inside, no other process works on this name; waits for one that does, and calls `waiting` if it must.

        Raises: Stopped; OutputError where the models folder cannot be written.
        """
        lock = self._lock()
        try:
            Path(lock.lock_file).parent.mkdir(parents=True, exist_ok=True)
            if not _acquired(lock):
                waiting()
                while not _acquired(lock):
                    time.sleep(_POLL_SECONDS)
                    keep_going(cancel)
        except (OSError, NotImplementedError) as cause:
            raise OutputError(lock.lock_file, detail=str(cause)) from cause
        try:
            self._mend()
            yield
        finally:
            lock.release()

    def mend(self) -> None:
        """Puts right what a process that died left; does nothing while a living one works on it."""
        lock = self._lock()
        with suppress(OSError, NotImplementedError):  # a shelf that is closed to us stays as it is
            if _acquired(lock):
                try:
                    self._mend()
                finally:
                    lock.release()

    def open_partial(self) -> Path:
        """The folder to put it together in, with what is left of an earlier try. Raises: OSError."""
        self.partial.mkdir(parents=True, exist_ok=True)
        return self.partial

    def discard(self) -> None:
        """Throws away what is unfinished."""
        for unfinished in (self.partial, self.copied):
            shutil.rmtree(unfinished, ignore_errors=True)

    def finish(self, staged: Path, names: Collection[str], *, origin: Origin) -> Path:
        """Checks what was put together and puts it in its place, where an older one makes room for it.

        Raises: ModelError where it is no checkpoint that we run; OSError.
        """
        for path in staged.iterdir():  # parts of a revision that was given up
            if path.name not in names:
                path.unlink()
        _read(staged)
        store_origin(staged, origin)
        if self.folder.exists():
            self._replaced.parent.mkdir(exist_ok=True)
            self.folder.rename(self._replaced)
        staged.rename(self.folder)
        with suppress(OSError):  # the new one is there all the same
            self._bury(self._replaced)
        return self.folder

    def clear(self) -> None:
        """Takes the checkpoint away, at once and whole, and what is unfinished of it. Raises: OSError."""
        self.discard()
        self._bury(self._replaced)
        self._bury(self.folder)

    def _mend(self) -> None:
        """Puts back what made room for a newer one that then did not come, and clears what was to be deleted."""
        with suppress(OSError):
            if self._replaced.exists():
                if not self.folder.exists():
                    self._left_whole().rename(self.folder)
                self._bury(self._replaced)
            _delete_all(self._graves)
        shutil.rmtree(self.copied, ignore_errors=True)

    def _left_whole(self) -> Path:
        """What to put back between two renames: the old one, or the new one if that alone is whole."""
        is_new = not _is_whole(self._replaced) and load_origin(self.partial) is not None and _is_whole(self.partial)
        return self.partial if is_new else self._replaced

    def _bury(self, folder: Path) -> None:
        """Deletes a folder; it is hidden whole before, and for good. Raises: OSError."""
        if folder.exists():
            self._graves.mkdir(exist_ok=True)
            folder.rename(self._graves / uuid4().hex)
            _delete_all(self._graves)

    def _lock(self) -> "FileLock":
        from filelock import FileLock

        return FileLock(self._models / _LOCKS / f"{self._name}.lock", is_singleton=False)

    @property
    def _graves(self) -> Path:
        return self._models / _REMOVED

    @property
    def _replaced(self) -> Path:
        return self._models / _REPLACED / self._name


def mend_all(models: Path) -> None:
    """Puts right what processes that died left in a models folder; a look into three folders where there is nothing."""
    _delete_all(models / _REMOVED)
    for name in {entry.name for place in (_REPLACED, _COPIED) for entry in _entries(models / place)}:
        Shelf(models, name).mend()


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:  # there is none, or it is closed to us
        return []


def _delete_all(folder: Path) -> None:
    for entry in _entries(folder):
        shutil.rmtree(entry, ignore_errors=True)


def _read(folder: Path) -> None:
    """Raises: ModelError where it is no checkpoint that we run; OSError."""
    from dabir_core.asr.checkpoint import load_checkpoint  # a third of core, for who only looks what is there

    load_checkpoint(folder)


def _is_whole(folder: Path) -> bool:
    """Whether a checkpoint can be read from there."""
    try:
        _read(folder)
    except (ModelError, OSError):
        return False
    return True


def _acquired(lock: "FileLock") -> bool:
    """Whether the lock could be had at once. Raises: OSError."""
    from filelock import Timeout

    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    return True

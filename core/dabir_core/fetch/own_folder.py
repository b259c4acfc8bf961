"""A fetch's own folder beside what it will give: gone at its end, or at the next fetch there if it was killed.

A lock lies beside the folder as long as its owner works; the system takes it back from a process that dies, however it
does. It is held before the folder is made and no name comes twice, so a folder whose lock is free has no owner.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from dabir_core.errors import OutputError

if TYPE_CHECKING:
    from filelock import FileLock

_PREFIX: Final = ".dabir-link-"
_LOCK: Final = ".lock"
_ALONE_SECONDS: Final = 3600.0
"""A lock without a folder may be that of an owner who is about to make it; not after so long."""


@contextmanager
def own_folder(into: Path) -> Iterator[Path]:
    """A new and empty folder in another one, inside the block; what killed fetches left there goes first.

    Raises: OutputError if the other one takes no files.
    """
    if not into.is_dir():
        raise OutputError(str(into), detail="no folder")
    sweep(into)
    folder = (into / f"{_PREFIX}{uuid4().hex}").absolute()
    lock = _lock_of(folder)
    try:
        with suppress(NotImplementedError):  # a disk without locks: what is left there stays
            lock.acquire(timeout=0)
        folder.mkdir(mode=0o700)
    except OSError as cause:
        _end(lock, folder)
        raise OutputError(str(into), detail=str(cause)) from cause
    try:
        yield folder
    finally:
        _end(lock, folder)


def sweep(into: Path) -> None:
    """Removes what fetches left that were killed; those that live keep theirs."""
    for entry in into.glob(f"{_PREFIX}*"):
        with suppress(OSError, NotImplementedError):  # another one sweeps, too; a lock that is held is one of these
            if entry.is_dir():
                lock = _lock_of(entry)
                lock.acquire(timeout=0)
                _end(lock, entry)
            elif _is_alone(entry):
                entry.unlink()


def _lock_of(folder: Path) -> "FileLock":
    from filelock import FileLock

    return FileLock(folder.with_name(folder.name + _LOCK), is_singleton=False)


def _end(lock: "FileLock", folder: Path) -> None:
    """The folder first: a lock without one misleads nobody."""
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()
    with suppress(OSError):
        if not folder.exists():
            Path(lock.lock_file).unlink()


def _is_alone(lock: Path) -> bool:
    is_old = time.time() - lock.stat().st_mtime > _ALONE_SECONDS
    return lock.suffix == _LOCK and is_old and not lock.with_suffix("").exists()

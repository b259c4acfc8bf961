"""The second folder of a run: what stands in the first stands there too, a moment later.

Copying to a mounted drive takes as long as many steps of training, so it is done by a thread beside it, one copy at a
time. What fails there is logged and tried again with the next checkpoint: a drive that is full or away must not end a
run whose first folder is in order.
"""

import logging
import shutil
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from dabir_training.fitting.checkpoints import checkpoints, copy_checkpoint, newest_whole, rotate, step_of
from dabir_training.fitting.record import write_whole

_log = logging.getLogger(__name__)


class Mirror:
    """Keeps a copy of a run's folder in another; without another it does nothing."""

    def __init__(self, folder: Path, second: Path | None) -> None:
        self._folder, self._second = folder, second
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mirror")
        self._copying: Future[None] | None = None

    def update(self, *, keep: int, besides: Collection[int]) -> None:
        """Begins to copy what is new; waits for the copy before it."""
        self.wait()
        if self._second is not None:
            self._copying = self._pool.submit(_bring_up, self._folder, self._second, keep=keep, besides=besides)

    def wait(self) -> None:
        """Until what was begun is copied, or has failed."""
        if self._copying is None:
            return
        try:
            self._copying.result()
        except OSError as cause:
            _log.warning("the mirror was not brought up to date: %s", cause)
        self._copying = None

    def close(self) -> None:
        """Waits, and ends the thread."""
        self.wait()
        self._pool.shutdown()


def restore(folder: Path, second: Path | None) -> Path | None:
    """The newest whole checkpoint, brought back from the second folder where the first has none as new."""
    here = newest_whole(folder)
    there = newest_whole(second) if second is not None and _is_ahead(second, here) else None
    if there is None or (here is not None and step_of(there) <= step_of(here)):
        return here
    folder.mkdir(parents=True, exist_ok=True)
    _copy_records(there.parent, folder)
    for checkpoint in checkpoints(there.parent):
        if checkpoint not in (there,) and not (folder / checkpoint.name).exists():
            _copy_if_whole(checkpoint, folder)
    return copy_checkpoint(there, folder)


def _is_ahead(second: Path, here: Path | None) -> bool:
    """Looked at by name first: hashing gigabytes over a network only to find them old takes minutes."""
    return any(here is None or step_of(there) > step_of(here) for there in checkpoints(second))


def _bring_up(folder: Path, second: Path, *, keep: int, besides: Collection[int]) -> None:
    second.mkdir(parents=True, exist_ok=True)
    there = {checkpoint.name for checkpoint in checkpoints(second)}
    for checkpoint in checkpoints(folder):
        if checkpoint.name not in there:
            copy_checkpoint(checkpoint, second)
    _copy_records(folder, second)
    rotate(second, keep=keep, besides=besides)


def _copy_if_whole(checkpoint: Path, folder: Path) -> None:
    try:
        copy_checkpoint(checkpoint, folder)
    except OSError as cause:
        _log.warning("%s was not brought back: %s", checkpoint.name, cause)


def _copy_records(folder: Path, other: Path) -> None:
    """The small files: metrics, plot, evaluations, the note of which run it is."""
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.name.startswith("."):
            continue
        copy = other / path.name
        if path.suffix in (".json", ".jsonl"):
            write_whole(copy, path.read_text(encoding="utf-8"))
        else:
            shutil.copyfile(path, copy)

"""A run's checkpoints on disk: one is whole or it is not there.

A checkpoint is written under a name that begins with a dot, its files are hashed and brought to the disk, the hashes
are written beside them (`whole.json`), and then it gets its name. What is chosen to go on from is the newest whose
files still have their hashes: a rename may reach a network drive before the files do.
"""

import hashlib
import json
import logging
import os
import re
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from dabir_training.fitting.record import write_whole

WHOLE: Final = "whole.json"
_NAME: Final = re.compile(r"checkpoint-(\d+)")
_log = logging.getLogger(__name__)


def checkpoint_folder(folder: Path, step: int) -> Path:
    """Where the checkpoint of a step lies."""
    return folder / f"checkpoint-{step}"


def half_folder(folder: Path, step: int) -> Path:
    """Where it is written."""
    return folder / f".half-checkpoint-{step}"


def step_of(checkpoint: Path) -> int:
    """The step that a checkpoint's folder is named after."""
    named = _NAME.fullmatch(checkpoint.name)
    assert named is not None
    return int(named.group(1))


def checkpoints(folder: Path) -> list[Path]:
    """All that have their name, whole or not, the oldest first."""
    if not folder.is_dir():
        return []
    return sorted((path for path in folder.iterdir() if _NAME.fullmatch(path.name) and path.is_dir()), key=step_of)


def seal(half: Path, checkpoint: Path) -> None:
    """Writes down the hashes of a written checkpoint's files, brings it to the disk, and gives it its name."""
    files = {str(path.relative_to(half)): _digest(path) for path in _files(half)}
    write_whole(half / WHOLE, json.dumps({"sha256": files}, indent=1))
    _name(half, checkpoint)


def is_whole(checkpoint: Path) -> bool:
    """Whether every file that was sealed is there as it was."""
    try:
        sealed = json.loads((checkpoint / WHOLE).read_text(encoding="utf-8"))["sha256"]
        return all(_digest(checkpoint / name) == digest for name, digest in sealed.items())
    except (OSError, ValueError, KeyError, AttributeError):
        return False


def newest_whole(folder: Path) -> Path | None:
    """The checkpoint to go on from. One that is not whole is told of in the log and passed over."""
    for checkpoint in reversed(checkpoints(folder)):
        if is_whole(checkpoint):
            return checkpoint
        _log.warning("%s is not whole and is not used", checkpoint.name)
    return None


def rotate(folder: Path, *, keep: int, besides: Collection[int]) -> None:
    """Removes all but the newest `keep` and those of the steps in `besides`; what was never finished goes too."""
    for old in checkpoints(folder)[:-keep]:
        if step_of(old) not in besides:
            doomed = half_folder(folder, step_of(old))  # a removal cut short must leave no checkpoint behind
            shutil.rmtree(doomed, ignore_errors=True)
            old.replace(doomed)
    for half in folder.glob(".half-checkpoint-*"):
        shutil.rmtree(half)


def copy_checkpoint(checkpoint: Path, folder: Path) -> Path:
    """Copies one into another folder, whole or not at all, and gives back where it lies. Raises: OSError."""
    copy = checkpoint_folder(folder, step_of(checkpoint))
    half = half_folder(folder, step_of(checkpoint))
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(checkpoint, half)
    if not is_whole(half):
        raise OSError(f"{half} does not hold what was written there")
    _name(half, copy)
    return copy


def set_aside(folder: Path) -> Path | None:
    """Gives the folder another name, so that a run can begin anew; None where there is nothing to keep."""
    if not folder.exists() or not any(folder.iterdir()):
        return None
    numbers = range(1, 2 + sum(1 for _ in folder.parent.iterdir()))
    old = next(path for path in (folder.with_name(f"{folder.name}-{n}") for n in numbers) if not path.exists())
    return folder.replace(old)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != WHOLE)


def _name(half: Path, checkpoint: Path) -> None:
    for path in _files(half):
        with path.open("r+b") as file:  # Windows brings to the disk only what is open for writing
            os.fsync(file.fileno())
    if checkpoint.exists():
        shutil.rmtree(checkpoint)
    half.replace(checkpoint)
    _sync_folder(checkpoint.parent)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # there a folder cannot be opened
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""A folder that is there whole or not at all: written aside, in the same place of the disk, and renamed.

No system can exchange two folders in one step through Python; what stood there before is renamed away first. Whoever is
ended between both renames finds no folder, never half a one, and what is left over goes with the next writing.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

UNFINISHED: Final = ".part"


@contextmanager
def written_aside(target: Path) -> Iterator[Path]:
    """Gives an empty folder that takes the target's place once the block ends well. Raises: OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in target.parent.glob(f".{target.name}-*{UNFINISHED}"):
        shutil.rmtree(leftover, ignore_errors=True)
    staged = _aside(target)
    staged.mkdir()
    try:
        yield staged
        replace_folder(target, staged)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def replace_folder(target: Path, staged: Path) -> None:
    """Renames the folder into the target's place; what is there is removed. Raises: OSError."""
    if not target.exists():
        staged.rename(target)
        return
    before = _aside(target)
    target.rename(before)
    staged.rename(target)
    shutil.rmtree(before, ignore_errors=True)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}-{os.urandom(4).hex()}{UNFINISHED}")

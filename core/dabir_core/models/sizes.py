"""What weights take on a disk, and whether it has room for them."""

import shutil
from pathlib import Path
from typing import Final

from dabir_core.errors import DiskFull
from dabir_core.readable import readable_bytes

_SPARE_BYTES: Final = 64_000_000
"""Never the last byte of a disk."""
_GRAPHS_SHARE: Final = 0.75
"""Compiled graphs of weights with two bytes each; of weights with four they are half of that. Measured: small, int8."""
_LEAST_GRAPHS_BYTES: Final = 200 << 20
"""Graphs of smaller weights are not kept."""


def room_bytes(weights_bytes: int, *, keeps_graphs: bool = True) -> int:
    """What weights take on the disk, with their compiled graphs if those come to it too, and a little to spare."""
    graphs = int(_GRAPHS_SHARE * weights_bytes) if keeps_graphs and weights_bytes >= _LEAST_GRAPHS_BYTES else 0
    return weights_bytes + graphs + _SPARE_BYTES


def require_room(folder: Path, needed_bytes: int, *, weights_bytes: int, graphs: Path) -> None:
    """Refuses what does not fit into the folder, with the graphs that will be compiled if they come to the same disk.

    Raises: DiskFull. A disk that does not say how full it is refuses nothing.
    """
    existing = existing_folder(folder)
    try:
        free = shutil.disk_usage(existing).free
        is_same_disk = existing.stat().st_dev == existing_folder(graphs).stat().st_dev
    except OSError:
        return
    needed = needed_bytes - weights_bytes + room_bytes(weights_bytes, keeps_graphs=is_same_disk)
    if needed > free:
        raise DiskFull(readable_bytes(needed), detail=f"{free} bytes are free in {existing}")


def existing_folder(folder: Path) -> Path:
    """The folder, or the nearest one above it that there is."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())

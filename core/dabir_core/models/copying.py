"""Bytes of a checkpoint's files onto the shelf, so that nothing that happens to the source later happens to them.

On Linux the system is asked to copy: file systems that can (Btrfs, XFS) share the bytes until one of both is written
to, which takes no time and no room, and network disks copy on the server. Hard links would be as quick, but a source
that is rewritten in place would change the installed model too. Source: copy_file_range(2), ioctl_ficlonerange(2).
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from dabir_core.models.digest import BLOCK_BYTES
from dabir_core.models.transfer import Meter, keep_going
from dabir_core.progress import CancelToken

_SHARE_BYTES: Final = 1 << 26
"""How much the system copies between two looks at whether to go on; whole blocks of any disk, or it cannot share."""


@dataclass(frozen=True, slots=True)
class Copying:
    """Copies files, counts their bytes, and stops when it is told to."""

    meter: Meter
    cancel: CancelToken

    def file(self, source: Path, target: Path, *, size: int) -> bool:
        """Copies at most `size` bytes of a file; whether that were as many. Raises: OSError; Stopped."""
        with source.open("rb") as stream, target.open("wb") as written:
            shared = sum(self._counted(_by_the_system(stream.fileno(), written.fileno(), size=size)))
            left = self._rest(stream, written, size - shared)
        return left == 0

    def stream(self, stream: IO[bytes], target: Path, *, size: int) -> bool:
        """Copies at most `size` bytes; whether that were all, and as many. Raises: OSError; Stopped."""
        with target.open("wb") as written:
            left = self._rest(stream, written, size)
            return left == 0 and not stream.read(1)

    def _rest(self, stream: IO[bytes], written: IO[bytes], left: int) -> int:
        """Reads and writes; what it lacks then. The bytes are on the disk for good, as those of a download."""
        while left and (block := stream.read(min(BLOCK_BYTES, left))):
            written.write(block)
            left -= sum(self._counted([len(block)]))
        written.flush()
        os.fsync(written.fileno())
        return left

    def _counted(self, counts: Iterator[int] | list[int]) -> Iterator[int]:
        for count in counts:
            self.meter.advance(count)
            keep_going(self.cancel)
            yield count


def _by_the_system(source: int, target: int, *, size: int) -> Iterator[int]:
    """Copies as far as the system does it: counts of bytes, at most `size` together; both files stand behind them."""
    if not hasattr(os, "copy_file_range"):  # Linux alone has it
        return
    while size > 0:
        try:
            count = os.copy_file_range(source, target, min(size, _SHARE_BYTES))
        except OSError:  # not here, or not between these disks; if it is something else, writing tells
            return
        if count == 0:
            return
        size -= count
        yield count

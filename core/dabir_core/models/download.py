"""One file of a repository onto the disk, by ranges: it goes on where it was after a cut, a kill or a restart.

Bytes are written to a `.part` file named after what the finished file must hold, which takes its own name once its
checksum is right. A part is thus never continued with bytes of another revision, and a finished name never lies.
"""

import errno
import os
from pathlib import Path
from typing import Final, Self

from dabir_core.errors import DiskFull, DownloadCorrupt, HubFailed, OutputError
from dabir_core.models.digest import feed
from dabir_core.models.hub import Hub
from dabir_core.models.repository import RemoteFile, Repository
from dabir_core.models.transfer import Interrupted, Meter, Patience, Retries, keep_going
from dabir_core.progress import CancelToken
from dabir_core.readable import readable_bytes

PART_ENDING: Final = ".part"
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def part_path(folder: Path, file: RemoteFile) -> Path:
    """Where a file's bytes are gathered."""
    return folder / f"{file.name}.{file.digest.hexadecimal[:16]}{PART_ENDING}"


def bytes_there(folder: Path, file: RemoteFile) -> int:
    """How many of the file's bytes need not be fetched again, as far as sizes tell."""
    for path in (folder / file.name, part_path(folder, file)):
        if path.is_file():
            return min(path.stat().st_size, file.size)
    return 0


def output_error(path: Path, cause: OSError, *, needed_bytes: int) -> DiskFull | OutputError:
    """What a failure to write means: no room, of which so much is needed (0: nobody knows), or no permission."""
    if cause.errno in _NO_ROOM:
        return DiskFull(readable_bytes(needed_bytes) if needed_bytes else "", detail=str(cause))
    return OutputError(str(path), detail=str(cause))


class Download:
    """Fetches files of one repository into one folder."""

    def __init__(self, hub: Hub, repository: Repository, folder: Path, *, meter: Meter, cancel: CancelToken) -> None:
        """Writes into the folder, which exists; the meter has counted what is there already."""
        self._hub, self._repository, self._folder = hub, repository, folder
        self._meter, self._cancel = meter, cancel

    def fetch(self, file: RemoteFile, retries: Retries) -> None:
        """Leaves the finished file in the folder.

        What came before it fails is kept. Raises: HubError; DownloadCorrupt; DiskFull, OutputError; Stopped.
        """
        target, place = self._folder / file.name, part_path(self._folder, file)
        try:
            if target.is_file():
                if target.stat().st_size == file.size and file.digest.fits(target):
                    return
                self._meter.advance(-bytes_there(self._folder, file))
                target.unlink()
            if not (self._gathered(place, file, retries) or self._gathered(place, file, retries)):
                raise DownloadCorrupt(file.name)
            place.replace(target)
        except OSError as cause:
            raise output_error(place, cause, needed_bytes=file.size) from cause

    def _gathered(self, place: Path, file: RemoteFile, retries: Retries) -> bool:
        """Fetches all bytes that lack; False, and the part gone, where they are not what they should be."""
        patience = Patience(retries, self._cancel)
        with _Part(place, file, self._meter) as part:
            while part.size < file.size:
                keep_going(self._cancel)
                try:
                    self._fetch_more(part, patience)
                except Interrupted as failure:
                    patience.wait_after(failure)
            if part.is_right():
                return True
        self._meter.advance(-file.size)
        place.unlink()
        return False

    def _fetch_more(self, part: "_Part", patience: Patience) -> None:
        """One request, to its end. Raises: Interrupted where it ends too early or too late, and what `Hub` raises."""
        with self._hub.opened(self._repository, part.file, start=part.size, cancel=self._cancel) as answer:
            if answer.start != part.size:
                part.begin_anew()
            if answer.start != part.size:
                raise Interrupted(HubFailed(self._repository.hub_id, detail="another range than was asked for"))
            for block in answer.blocks:
                part.append(block)
                patience.refresh()
                keep_going(self._cancel)
                if part.size > part.file.size:  # an answer that tells no length may have no end, and a disk has one
                    break
        if part.size != part.file.size:
            if part.size > part.file.size:
                part.begin_anew()
            raise Interrupted(HubFailed(self._repository.hub_id, detail=f"not all of {part.file.name}"))


class _Part:
    """The bytes of a file that came so far, on the disk and in a hash. A context: the file is open inside."""

    def __init__(self, path: Path, file: RemoteFile, meter: Meter) -> None:
        self._path, self.file, self._meter = path, file, meter
        self._hasher = file.digest.hasher(file.size)
        self.size = 0

    def __enter__(self) -> Self:
        self._stream = self._path.open("ab", buffering=0)
        self.size = self._path.stat().st_size
        feed(self._hasher, self._path)
        if self.size > self.file.size:
            self.begin_anew()
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def append(self, block: bytes) -> None:
        """More of it. Raises: OSError, after which the file may hold a piece of the block."""
        written = 0
        while written < len(block):  # a nearly full disk takes a piece
            written += self._stream.write(block[written:]) or 0
        self._hasher.update(block)
        self.size += len(block)
        self._meter.advance(len(block))

    def begin_anew(self) -> None:
        """Throws away what came."""
        self._stream.truncate(0)
        self._meter.advance(-min(self.size, self.file.size))
        self._hasher, self.size = self.file.digest.hasher(self.file.size), 0

    def is_right(self) -> bool:
        """Whether it holds what it must; if so it is on the disk for good."""
        if self._hasher.hexdigest() != self.file.digest.hexadecimal:
            return False
        os.fsync(self._stream.fileno())
        return True

"""What a zip or tar archive holds, read with suspicion: nobody knows who packed it.

Nothing is unpacked by the libraries themselves. Names and kinds of all members are looked at first, and one that should
not be there refuses the archive; then single files are read, and their bytes are counted. An archive may be packed with
gzip, bzip2 or xz; forms that Python 3.11 cannot unpack, Zstandard above all, are told by their first bytes.
Source: Python's library reference, `tarfile`, «Extraction filters», and `zipfile`, «Decompression pitfalls».
"""

import io
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, TYPE_CHECKING, Final, Protocol

from dabir_core.asr.checkpoint_files import CONFIG
from dabir_core.errors import ArchiveDamaged, ArchiveRefused, ArchiveUnsupported
from dabir_core.models.transfer import keep_going
from dabir_core.progress import CancelToken

if TYPE_CHECKING:
    import tarfile
    import zipfile

_MOST_MEMBERS: Final = 20_000
_MOST_BYTES: Final = 64_000_000_000
"""Ten times the largest Whisper."""
_MOST_RATIO: Final = 100
"""Bytes unpacked for each byte packed: weights come to less than 2, an archive that is a trap to 1000."""
_ZIP_STARTS: Final = (b"PK\3\4", b"PK\5\6")
"""Not its end, where `zipfile.is_zipfile` looks: a tar that ends with a pickled checkpoint, a zip, ends so too."""

_OTHER_STARTS: Final = (b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x04\x22\x4d\x18", b"\x1f\x9d")
"""Zstandard, 7z, RAR, LZ4, compress."""


@dataclass(frozen=True, slots=True)
class Member:
    """One entry: its path as it is written, its size as it is stated."""

    path: str
    size: int
    is_file: bool = True
    is_odd: bool = False
    """A link, a device, a pipe."""

    @property
    def place(self) -> PurePosixPath:
        """Where it belongs, however the packer's system writes it."""
        return PurePosixPath(self.path.replace("\\", "/"))


class Archive(Protocol):
    """An open archive."""

    def members(self) -> Iterator[Member]:
        """All of them, folders too."""

    def read(self, path: str) -> IO[bytes]:
        """The bytes of the last member of that path."""


@contextmanager
def opened_archive(path: Path, cancel: CancelToken) -> Iterator[Archive]:
    """A zip or tar archive, whatever it is called.

    Raises: ArchiveUnsupported; ArchiveDamaged for what is none or cannot be read, here and inside; OSError; Stopped.
    """
    import tarfile
    import zipfile

    with ExitStack() as opened:
        watched = io.BufferedReader(_Watched(opened.enter_context(path.open("rb")), cancel), 1 << 20)
        start = watched.peek(8)
        if start.startswith(_OTHER_STARTS):
            raise ArchiveUnsupported(path.name)
        try:
            if start.startswith(_ZIP_STARTS):
                yield _Zip(opened.enter_context(zipfile.ZipFile(watched)))
            else:
                yield _Tar(opened.enter_context(tarfile.open(fileobj=watched, mode="r:*")))
        except _unreadable() as cause:
            raise ArchiveDamaged(path.name, detail=str(cause)) from cause


def _unreadable() -> tuple[type[Exception], ...]:
    """What the libraries raise for an archive that they cannot read."""
    import lzma
    import tarfile
    import zipfile
    import zlib

    of_archives = (tarfile.TarError, zipfile.BadZipFile, zipfile.LargeZipFile, lzma.LZMAError, zlib.error, EOFError)
    # a way of packing that Python has no code for, a password, names in no encoding
    return (*of_archives, NotImplementedError, RuntimeError, ValueError)


def safe_members(archive: Archive, path: Path) -> tuple[Member, ...]:
    """The files of an archive, all of whose members were looked at.

    Raises: ArchiveRefused.
    """
    found: list[Member] = []
    packed, unpacked = path.stat().st_size, 0
    for count, member in enumerate(archive.members(), start=1):
        unpacked += member.size
        problem = _problem(member)
        if problem is None and (count > _MOST_MEMBERS or unpacked > min(_MOST_BYTES, _MOST_RATIO * packed)):
            problem = "too much in it"
        if problem is not None:
            raise ArchiveRefused(path.name, detail=problem)
        if member.is_file:
            found.append(member)
    return tuple(found)


def checkpoint_members(members: Iterable[Member]) -> Mapping[str, Member]:
    """By name, the files beside the config.json that lies least deep; at the top where there is none, or several."""
    files = tuple(members)
    folder = shallowest(each.place for each in files if each.place.name == CONFIG)
    return {each.place.name: each for each in files if each.place.parent == folder}


def shallowest(configs: Iterable[PurePosixPath]) -> PurePosixPath:
    """The folder of the config.json that lies least deep; the top where there is none, or several as deep."""
    depths = sorted((len(path.parts), path.parent) for path in configs)
    is_one = len(depths) == 1 or (len(depths) > 1 and depths[0][0] < depths[1][0])
    return depths[0][1] if is_one else PurePosixPath()


def _problem(member: Member) -> str | None:
    if member.is_odd:
        return "a link or a device"
    if member.path.startswith(("/", "\\")) or PureWindowsPath(member.path).drive or ".." in member.place.parts:
        return "a name that leads outside"
    return "a size below nothing" if member.size < 0 else None


class _Zip:
    def __init__(self, archive: "zipfile.ZipFile") -> None:
        self._archive = archive

    def members(self) -> Iterator[Member]:
        for entry in self._archive.infolist():
            kind = stat.S_IFMT(entry.external_attr >> 16)  # 0 where it was not packed on Unix
            is_odd = kind not in {0, stat.S_IFREG, stat.S_IFDIR}
            yield Member(entry.filename, entry.file_size, is_file=not entry.is_dir(), is_odd=is_odd)

    def read(self, path: str) -> IO[bytes]:
        return self._archive.open(path)


class _Tar:
    def __init__(self, archive: "tarfile.TarFile") -> None:
        self._archive = archive

    def members(self) -> Iterator[Member]:
        for entry in self._archive:
            is_odd = not (entry.isreg() or entry.isdir())
            yield Member(entry.name, entry.size, is_file=entry.isreg(), is_odd=is_odd)

    def read(self, path: str) -> IO[bytes]:
        stream = self._archive.extractfile(path)
        if stream is None:  # a folder of the same name comes after the file
            raise ValueError(f"two of {path}")
        return stream


class _Watched(io.RawIOBase):
    """A file whose reading ends when somebody asks to stop: unpacking can take minutes between two members."""

    def __init__(self, file: IO[bytes], cancel: CancelToken) -> None:
        self._file, self._cancel = file, cancel

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int] | bytearray") -> int:  # type: ignore[override]
        keep_going(self._cancel)
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

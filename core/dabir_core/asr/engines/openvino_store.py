"""Compiled graphs on the disk: a second start neither reads a checkpoint's matrices nor builds and compiles anything.

A graph is kept as OpenVINO exports it, under a name made of what it depends on (the checkpoint's files, our code that
builds graphs, OpenVINO, CPU and properties) and of its own SHA-256: what is stale is never found, what is damaged never
handed over, nor what another user put there. A file that cannot be written, read or understood is as good as none.
What was compared with that hash once is mapped, not read, at later starts: damage that leaves the file's size, times
and place as they were, as of a failing disk, is not seen then, as it is not in the checkpoint's own files.
Importing is native code: where it brought the process down, it is not tried again that day, and nothing is written.
The folders are the user's alone, since graphs hold the weights. Source: OpenVINO documentation, «Model caching».
Absent on purpose: OpenVINO's own CACHE_DIR, which needs the model to be built before it can be looked up.
"""

import hashlib
import mmap
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dabir_core.asr.checkpoint_files import CONFIG, weights_paths

Graph = TypeVar("Graph")

_ENDING = ".graph"
_CHECKED = ".checked"
_CHECKPOINT = "checkpoint.txt"
_MOST_TRIES = 2
"""How often a graph is handed over without ever coming back: killed processes, or a plugin that cannot import."""
_REST_SECONDS = 86_400
"""After so long it is handed over once more."""

_LEAST_BYTES = 200 << 20
"""Weights smaller than that (tiny, the demo) are compiled in less time than is worth a file."""


@dataclass(frozen=True, slots=True)
class StoredGraph:
    """Where one graph is kept; `name` tells graphs of a checkpoint apart, `key` the versions of one."""

    folder: Path
    name: str
    key: str

    def imported(self, import_graph: Callable[[NDArray[np.uint8]], Graph]) -> Graph | None:
        """What the stored bytes make; None if there are none that can be trusted.

        They are the file's pages, read from the disk when touched, for as long as the array is kept.
        """
        stored = self._read()
        if stored is None or not self._may_try():
            return None
        try:
            return import_graph(stored)
        except RuntimeError:  # OpenVINO does not know its own export: as good as none
            return None
        finally:
            self._tries.unlink(missing_ok=True)

    def write(self, exported: bytes | memoryview) -> None:
        """Keeps the graph in place of its former versions; not where the disk does not let it, nor one given up."""
        if self._is_given_up():
            return
        digest = hashlib.sha256(exported).hexdigest()
        target = self.folder / f"{self.name}-{self.key}-{digest}{_ENDING}"
        unfinished = target.with_suffix(f".{os.getpid()}")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _delete(self.folder.glob(f"{self.name}-*"))
            unfinished.write_bytes(exported)
            unfinished.replace(target)
        except OSError:
            _delete([unfinished])

    def _read(self) -> NDArray[np.uint8] | None:
        for path in self.folder.glob(f"{self.name}-{self.key}-*{_ENDING}"):
            try:
                return _sound_bytes(path)
            except OSError:
                continue
        return None

    def _may_try(self) -> bool:
        """Notes the try; the note goes when the graph came back."""
        if self._is_given_up():
            return False
        with suppress(OSError), self._tries.open("ab") as tries:
            tries.write(b".")
        return True

    def _is_given_up(self) -> bool:
        try:
            noted = self._tries.stat()
        except OSError:
            return False
        return noted.st_size >= _MOST_TRIES and time.time() - noted.st_mtime < _REST_SECONDS

    @property
    def _tries(self) -> Path:
        return self.folder / f"{self.name}-{self.key}.tries"


@dataclass(frozen=True, slots=True)
class GraphStore:
    """The graphs of one checkpoint, as it is now."""

    folder: Path
    checkpoint: str

    def graph(self, name: str, *depends_on: object) -> StoredGraph:
        """The place of a graph that depends on the checkpoint, on our code and on what is named."""
        key = hashlib.sha256(repr((self.checkpoint, _code(), depends_on)).encode()).hexdigest()[:32]
        return StoredGraph(self.folder, name, key)


def graph_store(folder: Path, *, among: Path) -> GraphStore | None:
    """Where graphs of the checkpoint in `folder` are kept, in a folder `among` others; None where it is not worth it.

    Folders of checkpoints that are gone are deleted.
    """
    paths = [folder / CONFIG, *weights_paths(folder)]
    if sum(path.stat().st_size for path in paths) < _LEAST_BYTES:
        return None
    own = graphs_of(folder, among)
    _forget_lost_checkpoints(among)
    _name(own, str(folder.resolve()))
    return GraphStore(own, repr([_identity(path) for path in paths]))


def graphs_of(folder: Path, among: Path) -> Path:
    """The folder of a checkpoint's graphs, whether or not there are any."""
    return among / hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:32]


def _identity(path: Path) -> tuple[str, int, int, str]:
    """Name, size, time of change and beginning, where a safetensors file says what it holds."""
    status = path.stat()
    with path.open("rb") as file:
        beginning = hashlib.sha256(file.read(1 << 16)).hexdigest()
    return path.name, status.st_size, status.st_mtime_ns, beginning


def _code() -> str:
    """A fingerprint of the modules that build and store graphs, so that no graph outlives a change of them."""
    sources = sorted(Path(__file__).parent.glob("openvino*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def _name(own: Path, place: str) -> None:
    try:
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        (own / _CHECKPOINT).write_text(place, encoding="utf-8")
    except OSError:
        return


def _forget_lost_checkpoints(among: Path) -> None:
    for note in among.glob(f"*/{_CHECKPOINT}"):
        try:
            is_lost = not Path(note.read_text(encoding="utf-8")).exists()
        except (OSError, ValueError):
            continue
        if is_lost:
            shutil.rmtree(note.parent, ignore_errors=True)


def _sound_bytes(path: Path) -> NDArray[np.uint8]:
    """The bytes of a file of this user's that are as they were written, mapped; writing into them changes no file.

    What was once compared with its digest is believed while size, times and place on the disk stay the same: a digest
    of all weights takes as long as importing them.
    Raises: OSError for a damaged file too.
    """
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        if sys.platform != "win32" and status.st_uid != os.getuid():
            raise PermissionError("another user's file")
        if not status.st_size:
            raise OSError("empty")
        stored = np.frombuffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY), np.uint8)
        checked = path.with_suffix(_CHECKED)
        seen = f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}".encode()
        if not (checked.is_file() and checked.read_bytes() == seen):
            _compare(stored, path)
            with suppress(OSError):
                os.fsync(file.fileno())  # what a power cut could still take was not checked
                checked.write_bytes(seen)
        return stored


def _compare(stored: NDArray[np.uint8], path: Path) -> None:
    if hashlib.sha256(stored.data).hexdigest() != path.stem.rpartition("-")[2]:
        raise OSError("damaged")


def _delete(paths: Iterable[Path]) -> None:
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            continue

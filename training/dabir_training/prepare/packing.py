"""A prepared set and its sounds as one tar: moved to another machine, it is used there without its sources.

First what the set was made of, so that a wrong archive is known at once; then the clips in the manifest's order, each
a file of its own, as they are or as 16 kHz FLAC; then the manifest that names them so, the report, and prepared.json
last. A clip that is a part of a longer file comes as FLAC in any case. The tar is not compressed: sound does not shrink
twice. Packing goes on after a crash behind the last clips that were noted.
"""

import io
import json
import os
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

from dabir_training.errors import SourceWrong
from dabir_training.manifest import MANIFEST, PREPARED, REPORT, SOUNDS, Clip, PreparedSet
from dabir_training.prepare.digests import digests_of
from dabir_training.prepare.flac import as_flac, is_whole
from dabir_training.prepare.intake import batches
from dabir_training.prepare.progress import Show, show_nothing
from dabir_training.prepare.tar_stream import ORIGIN
from dabir_training.prepare.writing import replace_text, writing_into

_TOGETHER: Final = 100


@dataclass(frozen=True, slots=True)
class Notes:
    """How far an archive is: what it is made of, its clips, its bytes and those of its manifest."""

    manifest_hash: str
    is_flac: bool
    clips: int = 0
    tar_bytes: int = 0
    manifest_bytes: int = 0


@dataclass(frozen=True, slots=True)
class _Files:
    """An archive that is being written, and what lies beside it meanwhile."""

    tar: Path
    manifest: Path
    notes: Path

    @classmethod
    def beside(cls, target: Path) -> "_Files":
        return cls(*(target.with_name(f"{target.name}.{end}") for end in ("half", "manifest", "notes")))

    def begun(self, wanted: Notes) -> Notes:
        """How far an earlier run came with the same archive; `wanted` itself where none did."""
        try:
            notes = Notes(**json.loads(self.notes.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return wanted
        is_same = (notes.manifest_hash, notes.is_flac) == (wanted.manifest_hash, wanted.is_flac)
        return notes if is_same and self.tar.is_file() and self.manifest.is_file() else wanted


def pack(prepared: PreparedSet, target: Path, *, is_flac: bool = False, show: Show = show_nothing) -> None:
    """Writes the set with its sounds to `target`. Raises: PreparedSetWrong, SourceWrong, OutputError."""
    described, files = prepared.description(), _Files.beside(target)
    notes = files.begun(Notes(described.manifest_hash, is_flac))
    with writing_into(target), _writing(files, notes) as (tar, tar_file, manifest):
        if not notes.clips:
            _add(tar, ORIGIN, described.text.encode())
        _add_clips(prepared, files, notes, to=(tar, tar_file, manifest), show=show)
        manifest.flush()
        moved = replace(described, manifest_hash=digests_of(files.manifest).manifest, is_moved=True)
        tar.add(files.manifest, MANIFEST, filter=_plain)
        tar.add(prepared.folder / REPORT, REPORT, filter=_plain)
        _add(tar, PREPARED, moved.text.encode())
    files.tar.replace(target)
    files.manifest.unlink()
    files.notes.unlink(missing_ok=True)


Outputs = tuple[tarfile.TarFile, BinaryIO, BinaryIO]


def _add_clips(prepared: PreparedSet, files: _Files, notes: Notes, *, to: Outputs, show: Show) -> None:
    (tar, tar_file, manifest), total = to, sum(prepared.description().clips.values())
    left = islice(prepared.clips(), notes.clips, None)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for together in batches(left, _TOGETHER):
            for clip, encoded in threads.map(partial(_encoded, prepared, is_flac=notes.is_flac), together):
                _add(tar, clip.sound, encoded)
                manifest.write(f"{clip.line}\n".encode())
            tar_file.flush()
            manifest.flush()
            done = notes.clips + len(together)
            notes = replace(notes, clips=done, tar_bytes=tar_file.tell(), manifest_bytes=manifest.tell())
            replace_text(files.notes, json.dumps(asdict(notes)))
            show("clips", notes.clips, total)


@contextmanager
def _writing(files: _Files, notes: Notes) -> Iterator[Outputs]:
    """The tar and the manifest, open behind what was noted."""
    with (
        _behind(files.tar, notes.tar_bytes) as tar_file,
        _behind(files.manifest, notes.manifest_bytes) as manifest,
        tarfile.open(fileobj=tar_file, mode="w") as tar,
    ):
        yield tar, tar_file, manifest


def _behind(path: Path, size_bytes: int) -> BinaryIO:
    file = path.open("r+b" if path.exists() else "w+b")
    file.truncate(size_bytes)
    file.seek(size_bytes)
    return file


def _encoded(prepared: PreparedSet, clip: Clip, *, is_flac: bool) -> tuple[Clip, bytes]:
    """The clip as it will be named, and its file; one that cannot be decoded stays as it is."""
    sound = prepared.sound_of(clip)
    try:
        encoded = as_flac(sound, clip) if is_flac or not is_whole(sound, clip) else None
        if encoded is not None:
            return replace(clip, sound=f"{SOUNDS}/{clip.id}.flac", start=0.0), encoded
        return replace(clip, sound=f"{SOUNDS}/{clip.id}{sound.suffix}"), sound.read_bytes()
    except OSError as cause:
        raise SourceWrong(str(sound)) from cause


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    told = tarfile.TarInfo(name)
    told.size = len(content)
    tar.addfile(told, io.BytesIO(content))
    vars(tar)["members"].clear()  # tarfile would keep every header for ever


def _plain(told: tarfile.TarInfo) -> tarfile.TarInfo:
    """The same archive from every machine: no names of people, no times."""
    told.uid = told.gid = 0
    told.uname = told.gname = ""
    told.mtime, told.mode = 0, 0o644
    return told

"""One item as one file, to send, to keep elsewhere, to have back: a zip of what it is, its text and its sound.

    item.json        {"dabir-item": 1, "title", "kind", "came" (ISO 8601), "duration", "sound": name or null}
    transcript.json  core's JSON; absent where there is no text
    sound.EXT        the sound as it is, not packed again; absent where its file is gone

A file that is taken in is read with suspicion: its members are looked at by core's reader of archives (names that lead
outside, links, bombs), none is unpacked under its own name, and what is read is counted.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final, TypeVar

from dabir_core.errors import ArchiveDamaged, ArchiveRefused, OutputError
from dabir_core.formats import from_json, render
from dabir_core.formats.kind import Kind as TextKind
from dabir_core.progress import CancelToken
from dabir_core.transcript import Transcript
from dabir_desktop.library.errors import ItemFileRefused, ItemMissing
from dabir_desktop.library.items import Item, ItemId, Keep, Kind, NewItem
from dabir_desktop.library.library import Library

if TYPE_CHECKING:
    import zipfile

    from dabir_core.models.archives import Archive, Member

_T = TypeVar("_T")
SUFFIX: Final = ".dabir"
_VERSION: Final = 1
_ITEM, _TRANSCRIPT, _SOUND = "item.json", "transcript.json", "sound"
_MOST_ITEM_BYTES: Final = 65_536
_MOST_TRANSCRIPT_BYTES: Final = 512_000_000
"""A hundred hours with the times of all words."""
_MOST_TITLE_LETTERS: Final = 1_000
_LATEST: Final = datetime(9999, 1, 1, tzinfo=UTC)
_BLOCK_BYTES: Final = 1 << 20


def export_item(library: Library, item: ItemId, path: Path) -> None:
    """Writes the item to a file, which is there whole or not at all.

    Raises: ItemMissing, OutputError; LibraryClosed, LibraryDamaged.
    """
    described = next(iter(library.items([item])), None)
    if described is None:
        raise ItemMissing(str(item))
    transcript, sound = library.transcript(item), library.sound(item)
    unfinished = path.with_name(f".dabir-{os.urandom(4).hex()}.part")
    try:
        with _new_zip(unfinished) as archive:
            _write(archive, described, transcript=transcript, sound=sound if sound.is_file() else None)
        unfinished.replace(path)
    except OSError as cause:
        raise OutputError(str(path), detail=str(cause)) from cause
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def import_item(library: Library, path: Path) -> ItemId:
    """Takes in an item that was exported; its sound becomes ours.

    Raises: ItemFileRefused, OutputError; LibraryClosed, LibraryDamaged.
    """
    with _refused(path), _opened(path) as packed:
        new = packed.item(library.sounds.new_place)
        try:
            packed.take_sound(new)
            return library.add(new)
        except BaseException:
            with suppress(OSError):
                new.sound.unlink(missing_ok=True)
            raise


@contextmanager
def _new_zip(path: Path) -> "Iterator[zipfile.ZipFile]":
    """Packed, and on the disk when it is closed. Raises: OSError."""
    import zipfile

    with path.open("xb") as file:
        with zipfile.ZipFile(file, "w", compression=zipfile.ZIP_DEFLATED) as archive:
            yield archive
        file.flush()
        os.fsync(file.fileno())


def _write(archive: "zipfile.ZipFile", item: Item, *, transcript: Transcript | None, sound: Path | None) -> None:
    import zipfile

    named = _SOUND + sound.suffix.lower() if sound else None
    described = {
        "dabir-item": _VERSION,
        "title": item.title,
        "kind": item.kind,
        "came": item.came.isoformat(),
        "duration": item.duration,
        "sound": named,
    }
    archive.writestr(_ITEM, json.dumps(described, ensure_ascii=False, indent=1))
    if transcript is not None:
        archive.writestr(_TRANSCRIPT, render(transcript, TextKind.JSON))
    if sound and named:
        archive.write(sound, named, compress_type=zipfile.ZIP_STORED)


@contextmanager
def _opened(path: Path) -> "Iterator[_Packed]":
    from dabir_core.models.archives import opened_archive, safe_members

    with opened_archive(path, CancelToken()) as archive:
        yield _Packed(archive, {member.path: member for member in safe_members(archive, path)})


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    """Says of all that can be wrong with a file that it is refused."""
    wrong = (ArchiveDamaged, ArchiveRefused, OSError, ValueError, KeyError, TypeError, RecursionError)
    try:
        yield
    except wrong as cause:
        raise ItemFileRefused(path.name, detail=f"{type(cause).__name__}: {cause}") from cause


@dataclass(frozen=True, slots=True)
class _Packed:
    """What an archive holds. Its methods raise what `_refused` knows, for all that we do not write."""

    archive: "Archive"
    members: "dict[str, Member]"

    def item(self, new_place: Callable[[str], Path]) -> NewItem:
        """What it says of its item, whose sound is yet to be taken."""
        said: dict[str, Any] = json.loads(self._text(_ITEM, _MOST_ITEM_BYTES))
        if said["dabir-item"] != _VERSION:
            raise ValueError("another version of exported items")
        came = datetime.fromisoformat(_checked(said["came"], str))
        if not 0 <= came.timestamp() < _LATEST.timestamp():
            raise ValueError("a time that no computer has seen")
        return NewItem(
            title=_checked(said["title"], str)[:_MOST_TITLE_LETTERS],
            sound=new_place(PurePosixPath(self._sound or "").suffix),
            kind=Kind(said["kind"]),
            keep=Keep.OURS,
            transcript=self._transcript(),
            came=came,
            duration=float(_checked(said["duration"], (int, float))),
        )

    def take_sound(self, new: NewItem) -> None:
        """Writes the sound, if there is one, to where the item expects it. Raises: OutputError."""
        if self._sound is None:
            return
        with self.archive.read(self._sound) as packed:
            try:
                with new.sound.open("xb") as file:
                    shutil.copyfileobj(packed, file, _BLOCK_BYTES)
            except OSError as cause:
                raise OutputError(str(new.sound.parent), detail=str(cause)) from cause

    @property
    def _sound(self) -> str | None:
        return next((name for name in self.members if PurePosixPath(name).stem == _SOUND and "/" not in name), None)

    def _transcript(self) -> Transcript | None:
        if _TRANSCRIPT not in self.members:
            return None
        transcript = from_json(self._text(_TRANSCRIPT, _MOST_TRANSCRIPT_BYTES))
        render(transcript, TextKind.JSON).encode()  # halves of surrogate pairs are in JSON, and in no text
        return transcript

    def _text(self, name: str, most_bytes: int) -> str:
        if self.members[name].size > most_bytes:
            raise ValueError(f"{name} is too large")
        with self.archive.read(name) as packed:
            return packed.read(most_bytes).decode()


def _checked(value: object, kind: type[_T] | tuple[type[_T], ...]) -> _T:
    if not isinstance(value, kind):
        raise TypeError(f"{type(value).__name__} where another type is needed")
    return value

"""Files of people and of the bot: kept in a folder, found by id, served as they are.

A file that is only declared has a size and no bytes, to test size rules cheaply. A person's upload gets ids of its own
each time, as Telegram's do; what is sent on keeps them.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.bot.telegram_server.refusals import bad_request

LARGEST_DOWNLOAD_BYTES: Final = 20 << 20
_FOLDERS: Final = {
    "voice": "voice",
    "audio": "music",
    "video": "videos",
    "video_note": "video_notes",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`path` is relative to the folder; `size_bytes` as declared."""

    file_id: str
    file_key: str
    path: str
    size_bytes: int


class Files:
    """All files; `folder` is made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, StoredFile] = {}
        self._given_out: set[str] = set()
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, kind: str, name: str, *, content: bytes | Path | None, size_bytes: int | None = None) -> StoredFile:
        """Takes the bytes (a path is linked if possible) under new ids; `size_bytes` is told instead of their size."""
        number = len(self._files) + 1
        path = f"{_FOLDERS.get(kind, 'documents')}/file_{number}{Path(name).suffix}"
        place = self.folder / path
        place.parent.mkdir(exist_ok=True)
        if isinstance(content, Path):
            _link(content, place)
        elif content is not None:
            place.write_bytes(content)
        if size_bytes is None:
            size_bytes = place.stat().st_size if content is not None else 0
        stored = StoredFile(f"FILE-{kind}-{number:06d}", f"KEY{number:06d}", path, size_bytes)
        self._files[stored.file_id] = stored
        self._given_out.add(path)
        return stored

    def known(self, file_id: str) -> StoredFile | None:
        return self._files.get(file_id)

    def described(self, file_id: str, *, local: bool) -> dict[str, str | int]:
        """What getFile answers: a relative path, in local mode an absolute one and no limit. Raises Refused."""
        stored = self._files.get(file_id)
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        if not local and stored.size_bytes > LARGEST_DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        path = str(self.folder / stored.path) if local else stored.path
        return {
            "file_id": file_id,
            "file_unique_id": stored.file_key,
            "file_size": stored.size_bytes,
            "file_path": path,
        }

    def place(self, path: str) -> Path | None:
        """Where the file of that relative path lies, None for what was never given out."""
        place = self.folder / path
        return place if path in self._given_out and place.is_file() else None


def _link(source: Path, place: Path) -> None:
    try:
        os.link(source, place)
    except OSError:
        shutil.copyfile(source, place)

"""What is known of the watched folder from one run of the app to the next, in one small file. No Qt.

A media file that is not known at the start came while the app was closed. Its size stands beside its name, since
another one may have come under the same name.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from dabir_core.paths import data_folder
from dabir_core.whole_file import write_whole

_VERSION: Final = 1

Sizes = Mapping[Path, int]
"""Media files with their sizes in bytes."""


class WatchedFiles:
    """The memory of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: Sizes | None = None

    def read(self) -> Sizes | None:
        """What was kept of this folder; None for a folder that was not watched before, or if it cannot be read."""
        try:
            kept = json.loads(watched_file().read_text(encoding="utf-8"))
            if (kept["version"], kept["folder"]) == (_VERSION, str(self._folder)):
                self._kept = {self._folder / name: int(size) for name, size in kept["files"].items()}
        except (OSError, ValueError, LookupError, TypeError, AttributeError):  # none, or none of ours
            return None
        return self._kept

    def keep(self, sizes: Sizes) -> None:
        """Keeps that instead; what cannot be written is told once more after the next start, and not done twice."""
        if sizes == self._kept:
            return
        files = {path.relative_to(self._folder).as_posix(): size for path, size in sizes.items()}
        kept = {"version": _VERSION, "folder": str(self._folder), "files": files}
        with suppress(OSError):
            watched_file().parent.mkdir(parents=True, exist_ok=True)
            write_whole(watched_file(), json.dumps(kept))  # in ASCII: names need not be text
            self._kept = dict(sizes)


def watched_file() -> Path:
    """Where it lies, among the rest of our files."""
    return data_folder() / "watched.json"


def forget_watched() -> None:
    """The folder that is chosen next begins with what is in it then."""
    with suppress(OSError):
        watched_file().unlink(missing_ok=True)

"""Which files a person means who names files and folders: files as they are, and the media files inside folders."""

from collections.abc import Iterable
from pathlib import Path

from dabir_core.audio.accepted import MEDIA_SUFFIXES


def media_files(arguments: Iterable[Path]) -> tuple[Path, ...]:
    """Expands folders, depth first and by name, hidden files left out; a file that is meant twice comes once."""
    found: dict[Path, Path] = {}
    for argument in arguments:
        for path in _inside(argument) if _is_folder(argument) else (argument,):
            found.setdefault(path.absolute(), path)
    return tuple(found.values())


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long, a folder closed to us: the decoder says so, for that file alone
        return False


def _inside(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in MEDIA_SUFFIXES and not _is_hidden(path.relative_to(folder)) and path.is_file()
    )


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)

"""Which files a command line means: files as they are named, and the media files inside folders."""

from collections.abc import Iterable
from pathlib import Path

_SOUND = "aac ac3 aif aiff amr au caf flac gsm m4a m4b mka mp2 mp3 oga ogg opus w64 wav weba wma"
_VIDEO = "3gp avi flv m4v mkv mov mp4 mpeg mpg mts ogv ts webm wmv"
MEDIA_SUFFIXES = frozenset(f".{name}" for name in f"{_SOUND} {_VIDEO}".split())
"""What a folder's files are chosen by; a file that is named outright is tried whatever its suffix."""


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

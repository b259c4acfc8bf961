"""What was dropped or pasted, or stands on the command line: files and folders apart from links. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from dabir_core.fetch import is_link

_FILE_SCHEME: Final = "file"
_WEB: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Given:
    """Paths of files and folders, and links, each in the order in which they came and once."""

    paths: tuple[Path, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[Path | str, ...]:
        """Paths, then links as text."""
        return (*self.paths, *self.links)

    def __bool__(self) -> bool:
        """Whether anything was given."""
        return bool(self.paths or self.links)


def given_in(texts: Iterable[str]) -> Given:
    """What arguments, a drop's addresses or lines of text mean: a file's address is a path, any other a link."""
    paths: dict[Path, None] = {}
    links: dict[str, None] = {}
    for text in (each.strip() for each in texts):
        if (path := _path(text)) is not None:
            paths.setdefault(path)
        elif text:
            links.setdefault(text)
    return Given(tuple(paths), tuple(links))


def exported_items(given: Given) -> tuple[tuple[Path, ...], Given]:
    """Items that a library wrote to a file (`library.portable`), to be taken in; and all the others."""
    from dabir_desktop.library.portable import SUFFIX  # it reads archives, which no first frame needs

    items = tuple(path for path in given.paths if path.suffix.lower() == SUFFIX)
    return items, Given(tuple(path for path in given.paths if path not in items), given.links)


def given_in_text(text: str) -> Given:
    """What pasted text means: its lines that are links, files' addresses or absolute paths; others mean nothing."""
    lines = [line.strip() for line in text.splitlines()]
    return given_in(line for line in lines if _is_meant(line))


def _is_meant(line: str) -> bool:
    return line.lower().startswith((*_WEB, f"{_FILE_SCHEME}:")) or line.startswith("/")


def _path(text: str) -> Path | None:
    """The path that a text means; None for a link."""
    from urllib.request import url2pathname  # a tenth of the start

    if text.lower().startswith(f"{_FILE_SCHEME}:"):
        return Path(url2pathname(urlsplit(text).path))
    return None if not text or is_link(text) else Path(text)

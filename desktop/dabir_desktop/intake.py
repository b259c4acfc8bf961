"""What comes into the queue: each file and link is looked up first, so that nothing is done twice.

Runs in the store's thread, since it reads files; what is looked up and what is added are one step there, so that two
drops at once cannot both add the same.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from dabir_core.asr import recording_label
from dabir_core.audio import media_files
from dabir_desktop.batch import ItemState, Plan, QueueItem
from dabir_desktop.identity import is_same_file, link_label
from dabir_desktop.queue_store import QueueStore, new_item

HasText = Callable[[int], bool]
"""Whether the library still has what it keeps under a number; called in the store's thread."""

_BROKEN_OFF = frozenset({ItemState.FAILED, ItemState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Repeated:
    """Something that is in the queue already, or was done before: the item that it is the same as.

    source     what was asked for: a file or a link
    is_listed  whether that item is on the list
    """

    source: Path | str
    item: QueueItem
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a drop: new items, items to be tried again, and what is there already."""

    added: tuple[QueueItem, ...] = ()
    revived: tuple[QueueItem, ...] = ()
    repeated: tuple[Repeated, ...] = ()

    def __add__(self, later: "Taken") -> "Taken":
        """Both, one after the other."""
        return Taken(self.added + later.added, self.revived + later.revived, self.repeated + later.repeated)


def expanded(sources: Iterable[Path | str]) -> tuple[Path | str, ...]:
    """Folders become the media files in them, each file once; links (text) come after the files."""
    named = tuple(sources)
    files = media_files(source.absolute() for source in named if isinstance(source, Path))
    return (*files, *(source for source in named if isinstance(source, str)))


class Intake:
    """Adds to a store what is not there yet; `has` tells whether the library still holds what was kept in it."""

    def __init__(self, store: QueueStore, has: HasText) -> None:
        self._store, self._has = store, has

    def take(self, sources: Iterable[Path | str], plan: Plan, *, is_again: bool) -> Taken:
        """Adds what is new; with `is_again`, everything. Raises: OutputError."""
        return sum((self._take_one(source, plan, is_again=is_again) for source in sources), Taken())

    def _take_one(self, source: Path | str, plan: Plan, *, is_again: bool) -> Taken:
        asked = _link_item(source, plan) if isinstance(source, str) else _file_item(source, plan)
        same = [] if is_again else [pair for pair in self._store.alike(asked.label) if _is_same(asked, pair[0])]
        for item, is_listed in same:
            if item.state in _BROKEN_OFF and is_listed:
                return Taken(revived=(replace(item, plan=plan),))
            if item.state not in _BROKEN_OFF and self._is_there(item):
                return Taken(repeated=(Repeated(source, item, is_listed),))
        return Taken(added=(self._store.add(asked),))

    def _is_there(self, item: QueueItem) -> bool:
        """Whether it is under way, or its text can still be had: who deleted that wants it anew."""
        return item.kept_as is None or self._has(item.kept_as)


def _file_item(path: Path, plan: Plan) -> QueueItem:
    return new_item(path.name, plan, source=path, label=_file_label(path))


def _link_item(link: str, plan: Plan) -> QueueItem:
    return new_item(link.partition("?")[0], plan, link=link.strip(), label=link_label(link))


def _file_label(path: Path) -> str:
    """ "" for a file that cannot be read: the engine says why, with its sentence."""
    try:
        return recording_label(path)
    except (OSError, ValueError):  # ValueError: a null character in the name
        return ""


def _is_same(asked: QueueItem, item: QueueItem) -> bool:
    """Links are told by their label alone; of files the label only says which to compare."""
    if asked.link:
        return True
    return asked.source is not None and item.source is not None and is_same_file(asked.source, item.source)

"""What comes into the queue: each file and link is looked up first, so that nothing is done twice.

Runs in the store's thread, since it reads files; what is looked up and what is added are one step there, so that two
drops at once cannot both add the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from dabir_core.asr import recording_label
from dabir_core.audio import media_files
from dabir_desktop.batch import ItemState, Plan, QueueItem
from dabir_desktop.identity import is_same_file, link_label
from dabir_desktop.queue_store import QueueStore, new_item

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


def take_all(store: QueueStore, sources: Iterable[Path | str], plan: Plan, *, is_again: bool) -> Taken:
    """Adds to the store what is not there yet; with `is_again`, everything. Raises: OutputError."""
    return sum((_take(store, source, plan, is_again=is_again) for source in sources), Taken())


def _take(store: QueueStore, source: Path | str, plan: Plan, *, is_again: bool) -> Taken:
    asked = _link_item(source, plan) if isinstance(source, str) else _file_item(source, plan)
    if not is_again:
        for item, is_listed in store.alike(asked.label):
            if not _is_same(asked, item):
                continue
            if item.state not in _BROKEN_OFF:
                return Taken(repeated=(Repeated(source, item, is_listed),))
            if is_listed:
                return Taken(revived=(replace(item, plan=plan),))
    return Taken(added=(store.add(asked),))


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

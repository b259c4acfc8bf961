"""What is to be transcribed, in which order: the items of the queue and their list. Pure.

WAITING ─► FETCHING (a link) ─► WAITING ─► WORKING ─► KEEPING ─► DONE
   ▲            └──────────┬───────────────────┘
   └─ again ── FAILED, CANCELLED
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from dabir_core import TranscribeOptions
from dabir_core.errors import DabirError
from dabir_core.formats import Kind
from dabir_core.units import Seconds

ItemId = int


class ItemState(StrEnum):
    """Where an item is."""

    WAITING = "waiting"
    FETCHING = "fetching"
    """The sound behind a link comes."""
    WORKING = "working"
    KEEPING = "keeping"
    """The text is whole and is being stored."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNDER_WAY = frozenset({ItemState.FETCHING, ItemState.WORKING, ItemState.KEEPING})
OVER = frozenset({ItemState.DONE, ItemState.FAILED, ItemState.CANCELLED})


class Remark(StrEnum):
    """What is to be said of an item that is done."""

    NO_SPEECH = "no-speech"
    NOT_WRITTEN_BESIDE = "not-written-beside"


@dataclass(frozen=True, slots=True)
class Plan:
    """How a source is transcribed, as it was asked for; `beside` are the files written beside it."""

    model: str
    options: TranscribeOptions = field(default_factory=TranscribeOptions)
    beside: tuple[Kind, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One source in the queue.

    key       the item's name for ever, in other stores too
    title     for people: the file's name, or what the site calls it
    source    the file; None until a link is fetched
    label     the same for two sources that may be the same (see `identity`); "" is like no other
    duration  what a link's site says of it
    reached   how far it was transcribed when that was last written down
    kept_as   its number in the library, once it is done
    """

    id: ItemId
    key: str
    title: str
    plan: Plan
    source: Path | None
    link: str = ""
    label: str = ""
    duration: Seconds | None = None
    state: ItemState = ItemState.WAITING
    error: DabirError | None = None
    remark: Remark | None = None
    reached: Seconds = 0.0
    kept_as: int | None = None

    @property
    def is_urgent(self) -> bool:
        """Whether somebody waits for this one, whatever else is in the queue."""
        return self.plan.options.urgency is not None and self.plan.options.urgency > 0


class Batch:
    """The items in the order in which they are shown and begun."""

    def __init__(self, items: Iterable[QueueItem] = ()) -> None:
        self._items = {item.id: item for item in items}

    @property
    def items(self) -> tuple[QueueItem, ...]:
        """All of them."""
        return tuple(self._items.values())

    def get(self, item: ItemId) -> QueueItem | None:
        """None for one that is not listed any more."""
        return self._items.get(item)

    def put(self, item: QueueItem) -> None:
        """Changes the item with this number in its place, or adds it at the end."""
        self._items[item.id] = item

    def remove(self, items: Collection[ItemId]) -> None:
        """Takes items off the list; those that are not on it are passed over."""
        for item in items:
            self._items.pop(item, None)

    def move(self, items: Collection[ItemId], *, before: ItemId | None) -> bool:
        """Puts items, in the order they have, in front of another one, or at the end; whether that changed anything."""
        old = list(self._items)
        moved = [number for number in old if number in items]
        rest = [number for number in old if number not in items]
        place = _place(old, rest, before)
        new = [*rest[:place], *moved, *rest[place:]]
        self._items = {number: self._items[number] for number in new}
        return new != old

    def first(self, claim: Callable[[QueueItem], bool]) -> QueueItem | None:
        """The first item of which that is true."""
        return next((item for item in self._items.values() if claim(item)), None)


def _place(old: Sequence[ItemId], rest: Sequence[ItemId], before: ItemId | None) -> int:
    """Where in the rest things go that are put in front of an item, which may be among what is moved."""
    if before is None or before not in old:
        return len(rest)
    following = old[old.index(before) :]
    return next((rest.index(number) for number in following if number in rest), len(rest))

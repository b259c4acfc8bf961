"""The queue: what was asked for, in order, on disk, one after the other, going on by itself after a restart.

The list in memory is the truth that the window shows; each change is written down in the store's own thread. Two lanes
run side by side, one that transcribes and one that fetches links ahead of it; what somebody waits for goes at once.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from dabir_core.asr import Journal
from dabir_core.errors import DabirError
from dabir_core.paths import journal_file
from dabir_desktop.background import Background
from dabir_desktop.batch import OVER, UNDER_WAY, Batch, ItemId, ItemState, Plan, QueueItem
from dabir_desktop.intake import HasText, Intake, Repeated, Taken, expanded
from dabir_desktop.queue_store import QueueStore
from dabir_desktop.runner import Run, Runner

_AT_A_TIME = 16
"""So many sources are looked up between two other calls: a folder of thousands fills the list bit by bit."""

_BROKEN_OFF = frozenset({ItemState.FAILED, ItemState.CANCELLED})
T = TypeVar("T")

LooksUp = Callable[[tuple[Path | str, ...], Callable[[Taken], object]], object]
"""Looks some sources up in the store's thread and hands on what became of them."""
ForgetsWindows = Callable[[Path], object]
"""Drops the journal's windows of a recording whose transcript is kept."""


def forget_windows(recording: Path) -> None:
    """In the journal that the worker writes."""
    with Journal(journal_file()) as journal:
        journal.forget(recording)


class WorkQueue(QObject):
    """Everything that is to be transcribed, is being transcribed, and was."""

    added = Signal(object)
    """Carries a tuple of numbers: items that are listed now, at the end."""
    changed = Signal(int)
    """Carries the number of an item that has another state or title."""
    advanced = Signal(int)
    """Carries the number of an item under way of which more is finished or received."""
    removed = Signal(object)
    """Carries a set of numbers: items that are listed no more."""
    moved = Signal()
    """The order is another one."""
    repeated = Signal(object)
    """Carries a tuple of `Repeated`: what was asked for and is there already."""
    segment_came = Signal(int, object)
    """Carries the item and a `Segment`."""
    finished = Signal(object, object)
    """Carries the `QueueItem`, kept as `kept_as`, and its `Transcript`."""
    held = Signal(object)
    """Carries the `DabirError` for which nothing goes on until `go_on`: a model that is missing or cannot be loaded."""
    unwritten = Signal(object)
    """Carries the `DabirError` for which the queue is not on disk; what was listed goes on all the same."""
    set_aside = Signal(object)
    """Carries the Path where the list of before lies, which could not be read; a new one is begun."""

    def __init__(
        self,
        runner: Runner,
        store: QueueStore,
        *,
        forget: ForgetsWindows = forget_windows,
        has: HasText = lambda _: True,
        parent: QObject | None = None,
    ) -> None:
        """Reads the store in the background, signals `added`, and goes on with what was left."""
        super().__init__(parent)
        self._runner, self._store, self._forget = runner, store, forget
        self._intake = Intake(store, has)
        self._batch = Batch()
        self._is_held = True  # until the list is read
        self._writing = Background("queue", self)
        runner.changed.connect(self._put)
        runner.advanced.connect(self.advanced)
        runner.segment_came.connect(self.segment_came)
        runner.finished.connect(self.finished)
        runner.unusable.connect(self._hold)
        self._write(store.listed, self._open)

    @property
    def items(self) -> tuple[QueueItem, ...]:
        """The list in its order."""
        return self._batch.items

    def item(self, number: ItemId) -> QueueItem | None:
        """None for one that is not listed."""
        return self._batch.get(number)

    def run(self, number: ItemId) -> Run | None:
        """Progress and text of an item that is under way."""
        return self._runner.run(number)

    def add(self, sources: Sequence[Path | str], plan: Plan, *, is_again: bool = False) -> None:
        """Adds files, folders (the media in them) and links (text); what is there already is told by `repeated`.

        What failed or was cancelled is tried again. With `is_again` everything is added, though it was done before.
        """

        def look_up(some: tuple[Path | str, ...], then: Callable[[Taken], object]) -> None:
            self._write(partial(self._intake.take, some, plan, is_again=is_again), then)

        self._write(partial(expanded, sources), _Drop(look_up, take=self._take, tell=self.repeated.emit).go_on)

    def cancel(self, number: ItemId) -> None:
        """Stops an item, whether it waits or is under way; its place and what was finished of it are kept."""
        item = self._batch.get(number)
        if item is not None and item.state is ItemState.WAITING:
            self._put(replace(item, state=ItemState.CANCELLED))
        self._runner.cancel(number)

    def retry(self, number: ItemId) -> None:
        """Tries an item that failed or was cancelled again, from where it stopped."""
        item = self._batch.get(number)
        if item is not None and item.state in _BROKEN_OFF:
            self._put(replace(item, state=ItemState.WAITING, error=None))

    def move(self, numbers: Collection[ItemId], *, before: ItemId | None) -> None:
        """Puts items in front of another one, or at the end."""
        if self._batch.move(numbers, before=before):
            self._write(partial(self._store.arrange, tuple(item.id for item in self.items)))
            self.moved.emit()
            self._begin_next()

    def dismiss(self, numbers: Collection[ItemId]) -> None:
        """Takes items that are over off the list; what was done is kept where it is, and remembered."""
        over = [item.id for item in self.items if item.id in numbers and item.state in OVER]
        self._batch.remove(over)
        self._write(partial(self._store.unlist, over))
        self.removed.emit(frozenset(over))

    def go_on(self) -> None:
        """Tries again after `held`."""
        self._is_held = False
        self._begin_next()

    def close(self) -> None:
        """Ends the work and writes down what is not written; the next start goes on."""
        self._is_held = True
        self._runner.close()
        self._writing.run(self._store.close)
        self._writing.close()

    def _open(self, items: tuple[QueueItem, ...]) -> None:
        if self._store.set_aside is not None:
            self.set_aside.emit(self._store.set_aside)
        if all(item.state is ItemState.DONE for item in items):  # of another day, and all of it in the library
            self._write(partial(self._store.unlist, [item.id for item in items]))
        else:
            self._list(items)
        self.go_on()

    def _list(self, items: tuple[QueueItem, ...]) -> None:
        for item in items:
            self._batch.put(item)
        if items:
            self.added.emit(tuple(item.id for item in items))

    def _take(self, taken: Taken) -> None:
        self._list(taken.added)
        for item in taken.revived:
            listed = self._batch.get(item.id)
            if listed is not None and listed.state in _BROKEN_OFF:
                self._put(replace(item, state=ItemState.WAITING, error=None))
        self._begin_next()

    def _write(self, call: Callable[[], T], then: Callable[[T], object] | None = None) -> None:
        """Has the store's thread do something."""
        self._writing.run(call, then, otherwise=self._fail_writing)

    def _fail_writing(self, error: Exception) -> None:
        if not isinstance(error, DabirError):
            raise error
        self.unwritten.emit(error)

    def _put(self, item: QueueItem) -> None:
        """Takes note of a change, shows it, writes it down, and lets the next item begin if that is its turn now."""
        self._batch.put(item)
        self._write(partial(self._store.save, item))
        if item.state is ItemState.DONE and item.source is not None:
            self._write(partial(self._forget, item.source))
        self.changed.emit(item.id)
        if item.state not in UNDER_WAY:
            self._begin_next()

    def _hold(self, error: DabirError) -> None:
        self._is_held = True
        self.held.emit(error)

    def _begin_next(self) -> None:
        """Begins what has its turn: one item to be transcribed, one link to be fetched, and all that is urgent."""
        if self._is_held:
            return
        while (item := self._next()) is not None:
            self._runner.begin(item)

    def _next(self) -> QueueItem | None:
        states = {item.state for item in self.items}
        may_fetch, may_work = ItemState.FETCHING not in states, ItemState.WORKING not in states
        return self._batch.first(
            lambda item: (
                item.state is ItemState.WAITING and (may_fetch if item.source is None else may_work or item.is_urgent)
            )
        )


class _Drop:
    """What was dropped at once, some of it at a time; what is there already is told once, at the end."""

    def __init__(self, look_up: LooksUp, *, take: Callable[[Taken], object], tell: Callable[[object], object]) -> None:
        self._look_up, self._take_in, self._tell = look_up, take, tell
        self._rest: tuple[Path | str, ...] = ()
        self._repeated: tuple[Repeated, ...] = ()

    def go_on(self, sources: tuple[Path | str, ...]) -> None:
        """Takes all of these."""
        some, self._rest = sources[:_AT_A_TIME], sources[_AT_A_TIME:]
        if some:
            self._look_up(some, self._take)
        elif self._repeated:
            self._tell(self._repeated)

    def _take(self, taken: Taken) -> None:
        self._repeated += taken.repeated
        self._take_in(taken)
        self.go_on(self._rest)

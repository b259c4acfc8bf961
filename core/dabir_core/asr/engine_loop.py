"""The one thread that touches the engine: takes orders, does the next unit of work, answers whose work it was.

Which unit comes next is said by `schedule`. An error of the engine reaches those whose unit failed, and the others go
on. Out of memory, a batch is begun again with half of its rows, from the tokens that were said already, down to one.
What then does not fit beside other rows waits until one of these ended, and takes the room of windows that only wait;
only what does not fit alone fails.
"""

import queue
import sys
import time
import weakref
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from dabir_core.asr.checkpoint import Checkpoint
from dabir_core.asr.cost_table import CostTable
from dabir_core.asr.decoding import open_rows
from dabir_core.asr.decoding_batch import DecodingBatch, Ended
from dabir_core.asr.engine_desk import EXPECT_SECONDS, Desk, Running
from dabir_core.asr.engines.engine import Cache, Engine
from dabir_core.asr.memory_budget import RowBudget
from dabir_core.asr.orders import DecodeOrder, EncodedWindow, EncodeOrder, Inbox, Ticket, closed
from dabir_core.asr.schedule import Line, Unit, next_line
from dabir_core.errors import ModelMemory
from dabir_core.options import Urgency

T = TypeVar("T")

_USUAL_SECONDS = 0.1
"""What a unit is taken to cost before one was measured."""
_LEAST_SECONDS = 0.0001
"""What a unit costs at least: patience is counted in costs, and a coarse clock measures none."""


class EngineLoop:
    """Owns the engine's caches and batches; `run` is the thread's life."""

    def __init__(
        self, engine: Engine, checkpoint: Checkpoint, inbox: Inbox, *, costs: CostTable, budget: RowBudget
    ) -> None:
        self._engine = engine
        self._checkpoint = checkpoint
        self._inbox = inbox
        self._costs = costs
        self._budget = budget
        self._too_many_rows = sys.maxsize  # beside so many, memory ran out
        self._opened: list[weakref.ref[EncodedWindow]] = []
        self._desks = {urgency: Desk(urgency) for urgency in Urgency}
        self._unit_seconds = dict.fromkeys(Unit, _USUAL_SECONDS)
        self._turn = 0

    def run(self) -> None:
        """Works until the inbox is closed; whoever still waits then is told."""
        wait: float | None = None
        try:
            while self._receive(wait):
                wait = self._serve()
        finally:  # also where a fault of ours ends it: nobody may wait for ever
            self._inbox.close()
            self._dismiss()
            self._costs.save()

    def _dismiss(self) -> None:
        while self._receive(0.0):
            pass
        for desk in self._desks.values():
            for ticket in desk.tickets():
                ticket.fail(closed())

    @property
    def _rows(self) -> int:
        return sum(desk.rows for desk in self._desks.values())

    def _capacity(self, desk: Desk) -> int:
        """How many rows the desk may have beside those of the others."""
        return self._budget.capacity(self._costs.rows, beside=self._rows - desk.rows)

    def _receive(self, wait: float | None) -> bool:
        """Takes all orders that came; waits so long for the first of them, None for ever. False at the end."""
        while True:
            try:
                order = self._inbox.get(wait)
            except queue.Empty:
                return True
            if order is None:
                return False
            self._desks[order.ticket.claim.urgency].take(order, time.monotonic())
            wait = 0.0

    def _serve(self) -> float | None:
        """Does one unit of work; gives how long orders may be waited for before the next one, None for ever."""
        began = time.monotonic()
        for desk in self._desks.values():
            desk.sweep()
        line = next_line(self._lines(began), self._unit_seconds)
        if line is None:
            return None
        unit = line.next_unit
        if unit is None or unit is Unit.AWAIT:
            return EXPECT_SECONDS / 3
        desk = self._desks[line.urgency]
        self._work(unit, desk)
        desk.since = time.monotonic()
        self._unit_seconds[unit] = max(_LEAST_SECONDS, desk.since - began)
        return 0.0

    def _lines(self, now: float) -> list[Line]:
        is_full = self._rows >= self._too_many_rows
        if not is_full:
            self._too_many_rows = sys.maxsize
        return [
            desk.line(
                now,
                capacity=self._capacity(desk),
                is_full=is_full,
                is_attended=desk.urgency is Urgency.NOTE and self._inbox.has_notes,
            )
            for desk in self._desks.values()
        ]

    def _work(self, unit: Unit, desk: Desk) -> None:
        work: dict[Unit, Callable[[Desk], None]] = {
            Unit.ALIGN: self._align,
            Unit.ENCODE: self._encode,
            Unit.HEAR: self._hear,
            Unit.OPEN: self._open,
            Unit.STEP: self._step,
        }
        work[unit](desk)

    def _align(self, desk: Desk) -> None:
        order = desk.aligns.popleft()
        try:
            weights = order.window.encoded.align(0, order.tokens)
        except Exception as error:  # the thread's outermost edge: whatever the engine raises is its callers'
            if self._must_wait(error):
                desk.aligns.appendleft(order)
            else:
                order.ticket.fail(error)
            return
        order.ticket.answer(weights)

    def _encode(self, desk: Desk) -> None:
        order = desk.encodes.popleft()
        try:
            encoded = self._engine.encode(order.log_mel)
        except Exception as error:  # see above
            self._fail_to_encode(desk, order, error)
            return
        desk.unheard.append((order, encoded))

    def _hear(self, desk: Desk) -> None:
        order, encoded = desk.unheard.popleft()
        try:
            opening = open_rows(encoded, [0], checkpoint=self._checkpoint)
        except Exception as error:  # see above
            self._fail_to_encode(desk, order, error)
            return
        window = EncodedWindow(encoded, opening.logits, opening.cache)
        self._opened.append(weakref.ref(window))
        self._bound_opened()
        order.ticket.answer(window)
        desk.expect(order.ticket, time.monotonic(), rows=1)

    def _fail_to_encode(self, desk: Desk, order: EncodeOrder, error: Exception) -> None:
        """Too little memory beside rows that are decoded, or wait to be, is tried again when there are fewer."""
        opening = sum(len(each.decodes) for each in self._desks.values())
        if self._must_wait(error, opening=opening):
            desk.encodes.appendleft(order)
        else:
            order.ticket.fail(error)

    def _bound_opened(self) -> None:
        """Of windows that wait, for the language of others perhaps, the last ones keep their opened caches: as many as
        a batch has beside the rows that are decoded. The others' are begun anew."""
        self._keep_opened(max(0, self._budget.capacity(self._costs.rows) - self._rows))

    def _keep_opened(self, most: int) -> int:
        """Lets the openings of all but the last windows go; gives how many went."""
        waiting = [window for known in self._opened if (window := known()) is not None and window.opened is not None]
        first_kept = max(0, len(waiting) - most)
        for window in waiting[:first_kept]:
            window.opened = None
        self._opened = [weakref.ref(window) for window in waiting[first_kept:]]
        return first_kept

    def _open(self, desk: Desk) -> None:
        group = desk.next_group(self._capacity(desk) - desk.rows)
        fed = np.concatenate([order.fed for order in group])
        try:
            batch = DecodingBatch(_cache(group), [order.search for order in group], fed)
            ended = batch.step()
        except Exception as error:  # see above
            self._fail(desk, [desk.done(order.search) for order in group], error)
            return
        self._tell(desk, ended)
        if batch.searches:
            self._join(desk, batch, group[0])
            self._bound_opened()

    def _join(self, desk: Desk, batch: DecodingBatch, like: DecodeOrder) -> None:
        partner = desk.partner(like)
        if partner is None:
            desk.running.append(Running(batch, like.window.encoded.positions, is_shared=like.rows == 1))
            return
        try:
            partner.batch.join(batch)
        except Exception as error:  # see above
            undone = [desk.done(search) for search in batch.searches]
            self._fail(desk, desk.give_up(partner) + undone, error)

    def _step(self, desk: Desk) -> None:
        running = min(desk.running, key=lambda each: each.turn)
        self._turn += 1
        running.turn = self._turn
        rows, began = running.batch.rows, time.perf_counter()
        try:
            ended = running.batch.step()
        except Exception as error:  # see above
            self._fail(desk, desk.give_up(running), error)
            return
        self._costs.measured(rows, time.perf_counter() - began)
        self._tell(desk, ended)
        if not running.batch.searches:
            desk.give_up(running)

    def _tell(self, desk: Desk, ended: Sequence[Ended]) -> None:
        for each in ended:
            self._budget.read_a_window()
            ticket = desk.done(each.search).ticket
            _answer(ticket, each.hypothesis)
            desk.expect(ticket, time.monotonic(), rows=0)

    def _fail(self, desk: Desk, orders: Sequence[DecodeOrder], error: Exception) -> None:
        """Too little memory for several is tried again with fewer; those that came to their end meanwhile have it."""
        going_on = [order for order in orders if order.search.is_running]
        for order in orders:
            if not order.search.is_running:
                _answer(order.ticket, order.search.hypothesis)
        if isinstance(error, ModelMemory) and len(orders) > 1:
            self._budget.ran_out(sum(order.rows for order in orders))
        elif not self._must_wait(error):
            for order in going_on:
                order.ticket.fail(error)
            return
        desk.decodes.extendleft(reversed(going_on))

    def _must_wait(self, error: Exception, *, opening: int = 0) -> bool:
        """Whether memory ran out beside rows that are decoded, or wait to be opened or opened, and may do without them.

        Those that wait opened are not waited for: they are begun anew.
        """
        if not isinstance(error, ModelMemory):
            return False
        rows = self._rows
        beside = rows + opening or self._keep_opened(0)
        if not beside:
            return False
        self._budget.ran_out(beside)
        self._too_many_rows = rows or sys.maxsize
        return True


def _cache(group: Sequence[DecodeOrder]) -> Cache:
    """One cache with the rows of all of the group."""
    first, *others = group
    cache = first.start()
    for order in others:
        cache.join(order.start())
    return cache


def _answer(ticket: Ticket[T], work: Callable[[], T]) -> None:
    """Does the work and answers with what it gives, or with its error."""
    try:
        ticket.answer(work())
    except Exception as error:  # the thread's outermost edge: whatever the engine raises is its caller's
        ticket.fail(error)

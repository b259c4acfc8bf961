"""The work of one urgency as the engine's thread holds it: orders that wait, and batches that are being decoded."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dabir_core.asr.decoding_batch import DecodingBatch
from dabir_core.asr.engines.engine import Encoded
from dabir_core.asr.orders import AlignOrder, Claim, DecodeOrder, EncodeOrder, Order, Ticket
from dabir_core.asr.schedule import Line
from dabir_core.asr.search import Search
from dabir_core.options import Urgency
from dabir_core.transcript import EndedBy

EXPECT_SECONDS = 0.03
"""How long a reading thread that was answered may take to ask on before less urgent work goes first."""


@dataclass(eq=False, slots=True)
class Running:
    """A batch, the positions of its windows, and whether others may join. A beam search has a batch of its own: rows
    that listen to one window share what they hear."""

    batch: DecodingBatch
    positions: int
    is_shared: bool
    turn: int = 0


@dataclass(slots=True)
class Desk:
    """Orders in the order they came, and batches; `since` is when it was served last or when its work began."""

    urgency: Urgency
    since: float = 0.0
    aligns: deque[AlignOrder] = field(default_factory=deque)
    encodes: deque[EncodeOrder] = field(default_factory=deque)
    unheard: deque[tuple[EncodeOrder, Encoded]] = field(default_factory=deque)
    decodes: deque[DecodeOrder] = field(default_factory=deque)
    running: list[Running] = field(default_factory=list)
    _begun: dict[Search, DecodeOrder] = field(default_factory=dict)
    _expected: dict[Claim, tuple[float, int]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows that are being decoded."""
        return sum(each.batch.rows for each in self.running)

    def take(self, order: Order, now: float) -> None:
        """Another order for this desk."""
        if self.line(now, capacity=1).next_unit is None:
            self.since = now
        self._expected.pop(order.ticket.claim, None)
        match order:
            case EncodeOrder():
                self.encodes.append(order)
            case DecodeOrder():
                self.decodes.append(order)
            case AlignOrder():
                self.aligns.append(order)

    def line(self, now: float, *, capacity: int, is_full: bool = False, is_attended: bool = False) -> Line:
        """What the schedule has to know; `is_attended` where a recording of this urgency asks on sooner or later."""
        self._expected = {claim: (until, rows) for claim, (until, rows) in self._expected.items() if until > now}
        return Line(
            self.urgency,
            aligns=len(self.aligns),
            encodes=len(self.encodes),
            hears=len(self.unheard),
            openings=sum(order.rows for order in self.decodes),
            expected=sum(rows for _, rows in self._expected.values()),
            is_awaited=is_attended or bool(self._expected),
            rows=self.rows,
            capacity=capacity,
            is_full=is_full,
            waited=now - self.since,
        )

    def expect(self, ticket: Ticket[Any], now: float, *, rows: int) -> None:
        """The reading of an answered ticket will ask on, for so many rows or, with 0, for something else or nothing."""
        self._expected[ticket.claim] = (now + EXPECT_SECONDS, rows)

    def sweep(self) -> None:
        """Forgets orders that nobody waits for, and batches of which that holds for every row."""
        self.aligns = deque(order for order in self.aligns if not order.ticket.is_withdrawn)
        self.encodes = deque(order for order in self.encodes if not order.ticket.is_withdrawn)
        self.unheard = deque(each for each in self.unheard if not each[0].ticket.is_withdrawn)
        self.decodes = deque(order for order in self.decodes if not order.ticket.is_withdrawn)
        for search, order in self._begun.items():
            if order.ticket.is_withdrawn:
                search.stop(EndedBy.CANCEL)
        for each in tuple(self.running):
            if not any(search.is_running for search in each.batch.searches):
                self.give_up(each)

    def next_group(self, room: int) -> list[DecodeOrder]:
        """Takes the oldest decoding that waits, and others that can begin with it, for about so many rows.

        Each is under way from now on, until `done` or `give_up`.
        """
        oldest = self.decodes.popleft()
        group, rows = [oldest], oldest.rows
        for order in tuple(self.decodes):
            if rows + order.rows <= room and _kind(order) == _kind(oldest) and oldest.rows == order.rows == 1:
                self.decodes.remove(order)
                group.append(order)
                rows += order.rows
        self._begun.update({order.search: order for order in group})
        return group

    def partner(self, like: DecodeOrder) -> Running | None:
        """The batch that rows of such an order join, if there is one."""
        positions, is_shared = like.window.encoded.positions, like.rows == 1
        alike = (each for each in self.running if is_shared and each.is_shared and each.positions == positions)
        return next(alike, None)

    def give_up(self, running: Running) -> list[DecodeOrder]:
        """Ends a batch; gives the orders that were not done with it."""
        self.running.remove(running)
        return [self.done(search) for search in running.batch.searches]

    def done(self, search: Search) -> DecodeOrder:
        """The order of a search that is in no batch any more."""
        return self._begun.pop(search)

    def tickets(self) -> Iterator[Ticket[Any]]:
        """All that are not answered."""
        encoded = (order for order, _ in self.unheard)
        orders: tuple[Order, ...] = (*self.aligns, *self.encodes, *encoded, *self.decodes, *self._begun.values())
        for order in orders:
            yield order.ticket


def _kind(order: DecodeOrder) -> tuple[int, int]:
    """Rows that agree on this can be begun in one step."""
    return order.window.encoded.positions, order.fed.shape[1]

"""Counts what was delivered: for /stats and /metrics, and on the quota of whoever asked what it really took."""

import asyncio
import time

from dabir_bot.admission import settle, today
from dabir_bot.meters import Meters
from dabir_bot.orders import Order
from dabir_bot.status import Status
from dabir_bot.store import Answer, Store
from dabir_bot.store.stats import ANSWERS, FAILURES, SECONDS
from dabir_bot.work import Delivery
from dabir_core.errors import DabirError


class Accounting:
    """Obeys `work.Delivery`: delivers, then counts. A crash in between may count once more, or not at all."""

    def __init__(self, delivery: Delivery, store: Store, meters: Meters) -> None:
        self._delivery = delivery
        self._store = store
        self._meters = meters

    async def acknowledge(self, order: Order) -> int:
        """See `work.Delivery`."""
        return await self._delivery.acknowledge(order)

    async def show(self, order: Order, message_id: int, status: Status) -> None:
        """See `work.Delivery`."""
        await self._delivery.show(order, message_id, status)

    async def finish(self, order: Order, message_id: int | None, answer: Answer) -> None:
        """See `work.Delivery`."""
        await self._delivery.finish(order, message_id, answer)
        if order.asked_at:
            self._meters.answered.observe(max(0.0, time.time() - order.asked_at))
        heard = answer.transcript.duration
        await asyncio.to_thread(self._finished, order, heard)

    async def fail(self, order: Order, message_id: int | None, error: DabirError) -> None:
        """See `work.Delivery`."""
        await self._delivery.fail(order, message_id, error)
        await asyncio.to_thread(self._failed, order)

    async def cancelled(self, order: Order, message_id: int | None) -> None:
        """See `work.Delivery`."""
        await self._delivery.cancelled(order, message_id)
        await asyncio.to_thread(settle, self._store, order, 0.0)

    def _finished(self, order: Order, heard: float) -> None:
        settle(self._store, order, heard)
        self._store.stats.count(ANSWERS, day=today())
        self._store.stats.count(SECONDS, heard, day=today())

    def _failed(self, order: Order) -> None:
        settle(self._store, order, 0.0)
        self._store.stats.count(FAILURES, day=today())

"""The updates that wait for the bot: long polling with offsets, and delivery to a webhook.

Nothing is forgotten by being given out; only a higher offset, or a webhook's 2xx, confirms. Source: Bot API, getUpdates
and setWebhook; tdlib/telegram-bot-api Client.cpp and WebhookActor.cpp for conflicts, caps and retries. Left out: the
slowing down of repeated offsets, and the lifetimes of updates.
"""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from tests.bot.telegram_server.refusals import bad_request, conflict

JsonObject = dict[str, Any]

_LONGEST_POLL_SECONDS: Final = 50
_LARGEST_BATCH: Final = 100
_RETRY_SECONDS: Final = 0.3
_ONLY_ON_REQUEST: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class Webhook:
    """Where updates are brought. `refused` counts the attempts that failed."""

    url: str
    secret: str
    brought: int = 0
    refused: int = 0
    last_error: str = ""


@dataclass
class Updates:
    """All that wait, oldest first."""

    next_id: int = 700_000_001
    pending: list[JsonObject] = field(default_factory=list)
    confirmed: int = 0
    webhook: Webhook | None = None
    _allowed: frozenset[str] | None = None
    _waiting: "asyncio.Future[None] | None" = None
    _bringing: "asyncio.Task[None] | None" = None
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates waits at this moment."""
        return self._waiting is not None

    def push(self, kind: str, body: JsonObject) -> int | None:
        """Stores an update of that kind and gives its id, None if the bot does not want such."""
        if not self._wants(kind):
            return None
        return self.push_raw({kind: body})

    def push_raw(self, update: JsonObject) -> int:
        """Stores any object as an update, with the next id unless it has one."""
        stored = {"update_id": self.next_id} | update
        self.next_id = max(self.next_id, int(stored["update_id"])) + 1
        self.pending.append(stored)
        self._wake.set()
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
        return int(stored["update_id"])

    def restart_ids(self, first: int) -> None:
        """As after a week of silence."""
        self.next_id = first

    def _wants(self, kind: str) -> bool:
        return kind not in _ONLY_ON_REQUEST if self._allowed is None else kind in self._allowed

    def allow(self, kinds: Any) -> None:
        """Remembers what the bot wants; None changes nothing, an empty list is the usual kinds."""
        if kinds is None:
            return
        if not isinstance(kinds, list):
            raise bad_request("can't parse allowed updates list")
        self._allowed = frozenset(map(str, kinds)) if kinds else None

    async def poll(self, offset: int, *, limit: int, seconds: int) -> list[JsonObject]:
        """One getUpdates. Raises Refused with 409 for the older of two, and while a webhook is set."""
        if self.webhook is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(
                conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
            )
        self._confirm(offset)
        if not self.pending and seconds > 0:
            await self._arrival(min(seconds, _LONGEST_POLL_SECONDS))
        batch = limit if 1 <= limit <= _LARGEST_BATCH else _LARGEST_BATCH
        return [update for update in self.pending if update["update_id"] >= offset or offset < 0][:batch]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            kept = self.pending[offset:]
        else:
            kept = [update for update in self.pending if update["update_id"] >= offset]
        self.confirmed = max([self.confirmed, *(update["update_id"] for update in self.pending if update not in kept)])
        self.pending = kept

    async def _arrival(self, seconds: float) -> None:
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting = waiting
        try:
            await asyncio.wait_for(waiting, seconds)
        except TimeoutError:
            return
        finally:
            if self._waiting is waiting:
                self._waiting = None

    async def set_webhook(self, webhook: Webhook | None, *, drops_pending: bool) -> None:
        """Brings updates there from now on; None goes back to polling."""
        if self._bringing is not None:
            self._bringing.cancel()
            await asyncio.gather(self._bringing, return_exceptions=True)
        self.webhook, self._bringing = webhook, None
        if drops_pending:
            self.pending = []
        if webhook is not None:
            self._bringing = asyncio.create_task(self._bring(webhook))

    async def _bring(self, webhook: Webhook) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            while True:
                self._wake.clear()
                if not self.pending:
                    await self._wake.wait()
                elif not await _bring_one(session, webhook, self.pending[0]):
                    await asyncio.sleep(_RETRY_SECONDS)
                else:
                    self.confirmed = max(self.confirmed, int(self.pending.pop(0)["update_id"]))


async def _bring_one(session: aiohttp.ClientSession, webhook: Webhook, update: JsonObject) -> bool:
    """Whether the bot took it."""
    headers = {"Content-Type": "application/json"}
    if webhook.secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
    try:
        async with session.post(webhook.url, data=json.dumps(update), headers=headers) as answer:
            taken = 200 <= answer.status < 300
            webhook.last_error = "" if taken else f"Wrong response from the webhook: {answer.status}"
    except (aiohttp.ClientError, TimeoutError) as cause:
        taken, webhook.last_error = False, type(cause).__name__
    webhook.brought += taken
    webhook.refused += not taken
    return taken

"""Telegram's deliveries: kept before they are answered, so that Telegram repeats what we could not keep.

TLS is whoever's stands before us; Telegram proves itself with the secret that we gave it. Source:
core.telegram.org/bots/api, «setWebhook».
"""

import asyncio
import hmac
import json
import logging
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from dabir_bot.errors import DatabaseClosed
from dabir_bot.intake.polling import Bell, is_update
from dabir_bot.meters import Meters
from dabir_bot.settings import Telegram
from dabir_bot.store import Inbox

_LOG = logging.getLogger(__name__)
_SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
_MOST_BYTES: Final = 4 << 20
"""Of one update; Telegram's are far smaller."""


class Webhook:
    """Listens for one bot's updates until it is cancelled."""

    def __init__(self, telegram: Telegram, *, inbox: Inbox, bell: Bell, meters: Meters) -> None:
        self._telegram = telegram
        self._inbox = inbox
        self._bell = bell
        self._meters = meters

    async def run(self) -> None:
        """Listens without end. Raises: OSError where the port is taken."""
        application = web.Application(client_max_size=_MOST_BYTES)
        application.router.add_post(urlsplit(self._telegram.webhook_url).path or "/", self._receive)
        runner = web.AppRunner(application, access_log=None, handle_signals=False, shutdown_timeout=0.5)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._telegram.webhook_host, self._telegram.webhook_port).start()
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        said = request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(
            said.encode("utf-8", "surrogateescape"), self._telegram.webhook_secret.value.encode()
        ):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        if not is_update(update):
            return web.Response(status=400)
        try:
            await asyncio.to_thread(self._inbox.keep, [update])
        except DatabaseClosed as error:
            _LOG.warning(
                "an update could not be kept (%s); Telegram will send it again", type(error.__cause__).__name__
            )
            return web.Response(status=503)
        self._meters.polled()
        self._meters.updates.inc()
        self._bell.set()
        return web.Response()

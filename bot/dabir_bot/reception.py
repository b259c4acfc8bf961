"""From Telegram to the handlers: introduces the bot, opens the way in that the settings name, deals with what comes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from telegram import Bot
from telegram.error import InvalidToken, RetryAfter, TelegramError

from dabir_bot.connection import AnyApplication, method_url, polling_request
from dabir_bot.errors import PortTaken, TokenRefused
from dabir_bot.intake import ALLOWED_UPDATES, Dispatcher, Handling, Poller, Webhook
from dabir_bot.meters import Meters
from dabir_bot.routes import offer_commands
from dabir_bot.sending import seconds_of
from dabir_bot.settings import Telegram
from dabir_bot.store import Inbox

_LOG = logging.getLogger(__name__)
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0


async def introduce(application: AnyApplication) -> None:
    """Asks Telegram who we are, for as long as it cannot be reached. Raises: TokenRefused."""
    await _until_it_works(application.initialize)


async def receive(telegram: Telegram, application: AnyApplication, *, inbox: Inbox, meters: Meters) -> None:
    """Takes updates in and deals with them, without end. Raises: TokenRefused, PortTaken."""
    bell = asyncio.Event()
    dispatcher = Dispatcher(inbox, bell, handle=Handling(application), meters=meters)
    async with asyncio.TaskGroup() as group:
        group.create_task(dispatcher.run())
        group.create_task(_until_it_works(lambda: offer_commands(application.bot)))
        if telegram.webhook_url:
            group.create_task(_listen(Webhook(telegram, inbox=inbox, bell=bell, meters=meters), telegram))
            await _until_it_works(lambda: _invite(application.bot, telegram))
        else:
            await _until_it_works(application.bot.delete_webhook)
            url = method_url(telegram, "getUpdates")
            await Poller(polling_request(telegram), url, inbox=inbox, bell=bell, meters=meters).run()


async def _invite(bot: Bot, telegram: Telegram) -> None:
    secret = telegram.webhook_secret.value
    await bot.set_webhook(telegram.webhook_url, allowed_updates=ALLOWED_UPDATES, secret_token=secret)


async def _listen(webhook: Webhook, telegram: Telegram) -> None:
    try:
        await webhook.run()
    except OSError as cause:
        raise PortTaken(f"{telegram.webhook_host}:{telegram.webhook_port}") from cause


async def _until_it_works(call: Callable[[], Awaitable[object]]) -> None:
    """However long Telegram is away. Raises: TokenRefused."""
    pause = _FIRST_PAUSE
    while True:
        try:
            await call()
        except InvalidToken as cause:
            raise TokenRefused from cause
        except TelegramError as error:
            _LOG.warning("telegram cannot be reached (%s); again in %.1f s", type(error).__name__, pause)
            await asyncio.sleep(max(pause, seconds_of(error.retry_after) if isinstance(error, RetryAfter) else 0.0))
            pause = min(_LONGEST_PAUSE, 2 * pause)
        else:
            return

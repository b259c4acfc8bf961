"""How we speak to Telegram: python-telegram-bot's objects, made for the operator's server, proxy and patience.

Only the operator's proxy counts, for every kind of request; the environment's (HTTPS_PROXY) does not. Requests that
wait for updates have a connection of their own, so that no burst of answers holds them up.
"""

from typing import Any, Final

from telegram import Bot
from telegram.ext import Application, ApplicationBuilder, ExtBot
from telegram.request import HTTPXRequest

from dabir_bot.settings import Telegram

_CONNECTIONS: Final = 64
_CONNECT_SECONDS: Final = 15.0
_ANSWER_SECONDS: Final = 30.0
_UPLOAD_SECONDS: Final = 120.0
_TURN_SECONDS: Final = 30.0
"""How long a request waits for a free connection."""

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


def application_of(telegram: Telegram) -> AnyApplication:
    """The library's application, without its own way of fetching updates."""
    builder = ApplicationBuilder().application_class(Application).bot(ExtBot(**_arguments(telegram)))
    return builder.updater(None).build()


def bot_of(telegram: Telegram) -> Bot:
    """The bot alone."""
    return Bot(**_arguments(telegram))


def polling_request(telegram: Telegram) -> HTTPXRequest:
    """The connection that waits for updates."""
    return _request(telegram, connections=1)


def method_url(telegram: Telegram, method: str) -> str:
    """Where a method is called; not to be logged, since it holds the token."""
    return f"{telegram.api_url}/bot{telegram.token.value}/{method}"


def _arguments(telegram: Telegram) -> dict[str, Any]:
    return {
        "token": telegram.token.value,
        "base_url": f"{telegram.api_url}/bot",
        "base_file_url": f"{telegram.api_url}/file/bot",
        "local_mode": telegram.is_local,
        "request": _request(telegram, connections=_CONNECTIONS),
        "get_updates_request": _request(telegram, connections=1),
    }


def _request(telegram: Telegram, *, connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=_ANSWER_SECONDS,
        write_timeout=_ANSWER_SECONDS,
        connect_timeout=_CONNECT_SECONDS,
        pool_timeout=_TURN_SECONDS,
        media_write_timeout=_UPLOAD_SECONDS,
        proxy=telegram.proxy.url if telegram.proxy else None,
        httpx_kwargs={"trust_env": False},
    )

"""One update, from JSON to python-telegram-bot's handlers, with what goes wrong told to the caller.

The library hands errors of handlers to error handlers and to nobody else; ours keeps them for the dispatcher, which
alone decides whether an update is tried again or set aside.
"""

import contextvars
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext

from dabir_bot.store import RawUpdate

_FAILED: contextvars.ContextVar[list[Exception]] = contextvars.ContextVar("failed")


class Handling:
    """Gives updates to an application's handlers."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        self._application = application
        application.add_error_handler(_note)

    async def __call__(self, raw: RawUpdate) -> None:
        """Deals with one update. Raises: whatever its parsing or its handlers raise."""
        failed: list[Exception] = []
        _FAILED.set(failed)
        update = Update.de_json(raw, self._application.bot)
        await self._application.process_update(update)
        if failed:
            raise failed[0]


async def _note(_update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    if context.error is not None:
        _FAILED.get([]).append(context.error)

"""Which handler an update goes to. Only what is new is handled: an edited message makes no second job."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

from telegram import Bot, BotCommand, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from dabir_bot.admission import Verdict, admit
from dabir_bot.command_texts import MENU
from dabir_bot.handlers import commands, menus, messages, operators, presses
from dabir_bot.services import Services
from dabir_bot.store import SCRUB_OWED
from dabir_bot.visitors import visitor_of_message

_NEW: Final = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
_ONES_OWN: Final = _NEW & ~filters.FORWARDED
"""Commands that somebody forwards are another's: an operator who passes on «/ban» bans nobody."""
_SOUND: Final = filters.VOICE | filters.AUDIO | filters.VIDEO | filters.VIDEO_NOTE | filters.Document.ALL
_WORDS: Final = filters.TEXT | filters.CAPTION

Handling = Callable[[Services, Update], Awaitable[None]]
_App = Application[Any, Any, Any, Any, Any, Any]
_COMMANDS: Final[dict[str, Handling]] = {
    "start": commands.start,
    "help": commands.help_,
    "privacy": commands.privacy,
    "forget": commands.forget,
    "language": menus.language,
    "settings": menus.settings,
    "transcribe": messages.transcribe,
    "stats": operators.stats,
    "ban": operators.ban,
    "unban": operators.allow,
    "allow": operators.allow,
}


def register(application: _App, services: Services) -> None:
    """Adds all handlers."""
    for command, handling in _COMMANDS.items():
        application.add_handler(CommandHandler(command, _callback(services, handling), filters=_ONES_OWN))
    application.add_handler(MessageHandler(_NEW & (_SOUND | _WORDS), _callback(services, messages.received)))
    application.add_handler(CallbackQueryHandler(_callback(services, presses.pressed)))
    joined = _callback(services, commands.joined)
    application.add_handler(ChatMemberHandler(joined, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(TypeHandler(Update, _callback(services, _scrub)))


async def offer_commands(bot: Bot) -> None:
    """Has Telegram show the commands, in Persian to Persian apps. Raises: telegram.error.TelegramError."""
    await bot.set_my_commands([BotCommand(command, told.en) for command, told in MENU])
    await bot.set_my_commands([BotCommand(command, told.fa) for command, told in MENU], language_code="fa")


async def _scrub(services: Services, update: Update) -> None:
    """Ends what a crash cut off after all rows were deleted. Raises: DatabaseClosed."""
    if SCRUB_OWED in update.api_kwargs:
        await services.privacy.scrubbing.scrub()


def _callback(
    services: Services, handling: Handling
) -> Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:
    async def callback(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        if not await _is_banned(services, update):
            await handling(services, update)

    return callback


async def _is_banned(services: Services, update: Update) -> bool:
    """Whether nothing is done for whoever sent it; presses look for themselves. Raises: DatabaseClosed."""
    message = None if update.callback_query else update.effective_message
    if message is None:
        return False
    visitor = visitor_of_message(message)
    return await admit(visitor, services.settings.access, services.store) is Verdict.BANNED

"""How updates come in: kept in the inbox before Telegram may forget them, then dealt with, chat by chat.

python-telegram-bot's own Updater confirms updates that lie in memory alone, and fetches one that it cannot parse again
for ever; hence a poller, a webhook and a dispatcher of our own.
"""

from dabir_bot.intake.dispatching import Dispatcher, Handle
from dabir_bot.intake.handling import Handling
from dabir_bot.intake.polling import ALLOWED_UPDATES, Poller
from dabir_bot.intake.webhook import Webhook

__all__ = ["ALLOWED_UPDATES", "Dispatcher", "Handle", "Handling", "Poller", "Webhook"]

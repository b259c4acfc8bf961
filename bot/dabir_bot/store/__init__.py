"""What the bot remembers, in the database of its jobs: SQLite on one machine, PostgreSQL on many."""

from dabir_bot.store.albums import AlbumItem, Albums, ItemState
from dabir_bot.store.answers import Answer, AnswerId, Answers, Sought
from dabir_bot.store.chats import Chats, ChatSettings
from dabir_bot.store.inbox import SCRUB_OWED, Inbox, RawUpdate, State, Waiting
from dabir_bot.store.opening import Store
from dabir_bot.store.people import People, PersonKey, Standing
from dabir_bot.store.stats import Stats

__all__ = [
    "SCRUB_OWED",
    "AlbumItem",
    "Albums",
    "Answer",
    "AnswerId",
    "Answers",
    "ChatSettings",
    "Chats",
    "Inbox",
    "ItemState",
    "People",
    "PersonKey",
    "RawUpdate",
    "Sought",
    "Standing",
    "State",
    "Stats",
    "Store",
    "Waiting",
]

"""The bot's calls that change messages, with the refusals of the real server."""

import time
from typing import Any, Final

from telegram.constants import ReactionEmoji

from tests.bot.telegram_server.call import Call
from tests.bot.telegram_server.entities import parsed, utf16_length
from tests.bot.telegram_server.refusals import bad_request
from tests.bot.telegram_server.sending import LONGEST_CAPTION, keyboard, written
from tests.bot.telegram_server.telegram import Telegram
from tests.bot.telegram_server.world import BOT_ID, Posted

JsonObject = dict[str, Any]

_NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_REACTIONS: Final = frozenset(emoji.value for emoji in ReactionEmoji)


def edit_message_text(telegram: Telegram, call: Call) -> JsonObject | bool:
    """editMessageText. An edit without a keyboard removes it."""
    if call.text("inline_message_id"):
        written(call)
        return True
    posted = _own_message(telegram, call)
    if "text" not in posted.body:
        raise bad_request("there is no text in the message to edit")
    return _changed(posted, written(call) | keyboard(call), dropped=("entities", "reply_markup"))


def edit_message_caption(telegram: Telegram, call: Call) -> JsonObject | bool:
    """editMessageCaption."""
    posted = _own_message(telegram, call)
    caption, entities = parsed(call.text("caption"), call.text("parse_mode"))
    if utf16_length(caption) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    content = {"caption": caption, "caption_entities": entities} | keyboard(call)
    return _changed(posted, content, dropped=("reply_markup",))


def edit_message_reply_markup(telegram: Telegram, call: Call) -> JsonObject | bool:
    """editMessageReplyMarkup."""
    if call.text("inline_message_id"):
        return True
    return _changed(_own_message(telegram, call), keyboard(call), dropped=("reply_markup",))


def delete_message(telegram: Telegram, call: Call) -> bool:
    """deleteMessage: the bot's own, in private chats anybody's, in groups others' only as an admin."""
    room = telegram.world.room(call.integer("chat_id"))
    posted = room.standing(call.integer("message_id"))
    if posted is None:
        raise bad_request("message to delete not found")
    if room.is_group and not _is_own(posted) and BOT_ID not in room.admins:
        raise bad_request("message can't be deleted")
    posted.deleted_at = time.time()
    return True


def set_message_reaction(telegram: Telegram, call: Call) -> bool:
    """setMessageReaction: one emoji of the known ones, or none."""
    posted = telegram.world.room(call.integer("chat_id")).standing(call.integer("message_id"))
    if posted is None:
        raise bad_request("message to react not found")
    emoji = [str(reaction.get("emoji")) for reaction in call.json("reaction") or []]
    if len(emoji) > 1 or not _REACTIONS.issuperset(emoji):
        raise bad_request("REACTION_INVALID")
    posted.reactions, posted.reacted_at = emoji, time.time()
    return True


def _own_message(telegram: Telegram, call: Call) -> Posted:
    posted = telegram.world.room(call.integer("chat_id")).standing(call.integer("message_id"))
    if posted is None:
        raise bad_request("message to edit not found")
    if not _is_own(posted):
        raise bad_request("message can't be edited")
    return posted


def _is_own(posted: Posted) -> bool:
    return bool(posted.body.get("from", {}).get("id") == BOT_ID)


def _changed(posted: Posted, content: JsonObject, *, dropped: tuple[str, ...]) -> JsonObject:
    kept = {name: value for name, value in posted.body.items() if name not in dropped}
    if _without_date(kept | content) == _without_date(posted.body):
        raise bad_request(_NOT_MODIFIED)
    posted.body = kept | content | {"edit_date": int(time.time())}
    posted.note()
    return posted.body


def _without_date(body: JsonObject) -> JsonObject:
    return {name: value for name, value in body.items() if name != "edit_date"}

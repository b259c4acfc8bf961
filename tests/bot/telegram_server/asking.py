"""The bot's calls that ask, or set what is about itself."""

from typing import Any, Final

from tests.bot.telegram_server.call import Call
from tests.bot.telegram_server.refusals import bad_request
from tests.bot.telegram_server.telegram import Telegram
from tests.bot.telegram_server.updates import Webhook
from tests.bot.telegram_server.world import BOT_ID, Room

JsonObject = dict[str, Any]

_RIGHTS: Final = (
    *("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
    *("can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
    *("can_delete_stories", "can_pin_messages", "can_manage_topics"),
)
_LONGEST_NOTICE: Final = 200


def get_me(telegram: Telegram, _: Call) -> JsonObject:
    """getMe."""
    return telegram.world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": telegram.world.reads_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(telegram: Telegram, call: Call) -> list[JsonObject]:
    """getUpdates."""
    telegram.updates.allow(call.json("allowed_updates"))
    return await telegram.updates.poll(
        call.integer("offset"), limit=call.integer("limit", 100), seconds=call.integer("timeout")
    )


async def set_webhook(telegram: Telegram, call: Call) -> bool:
    """setWebhook; without an address it is taken away."""
    telegram.updates.allow(call.json("allowed_updates"))
    url = call.text("url")
    webhook = Webhook(url, call.text("secret_token")) if url else None
    await telegram.updates.set_webhook(webhook, drops_pending=call.flag("drop_pending_updates"))
    return True


async def delete_webhook(telegram: Telegram, call: Call) -> bool:
    """deleteWebhook."""
    await telegram.updates.set_webhook(None, drops_pending=call.flag("drop_pending_updates"))
    return True


def get_webhook_info(telegram: Telegram, _: Call) -> JsonObject:
    """getWebhookInfo."""
    updates = telegram.updates
    url = updates.webhook.url if updates.webhook else ""
    return {"url": url, "has_custom_certificate": False, "pending_update_count": len(updates.pending)}


def get_file(telegram: Telegram, call: Call) -> JsonObject:
    """getFile."""
    return telegram.files.described(call.text("file_id"), local=telegram.local)


def get_chat(telegram: Telegram, call: Call) -> JsonObject:
    """getChat."""
    room = telegram.world.room(call.integer("chat_id"))
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    return room.chat | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


def get_chat_member(telegram: Telegram, call: Call) -> JsonObject:
    """getChatMember."""
    room = telegram.world.room(call.integer("chat_id"))
    person = call.integer("user_id")
    if person not in telegram.world.people and person != BOT_ID:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return member(telegram, room, person)


def get_chat_administrators(telegram: Telegram, call: Call) -> list[JsonObject]:
    """getChatAdministrators."""
    room = telegram.world.room(call.integer("chat_id"))
    if not room.is_group:
        raise bad_request("there are no administrators in the private chat")
    return [member(telegram, room, person) for person in sorted(room.admins) if person != BOT_ID]


def member(telegram: Telegram, room: Room, person: int) -> JsonObject:
    """Somebody in a chat, with all rights if an administrator."""
    user = telegram.world.bot if person == BOT_ID else telegram.world.person(person)
    if person in room.admins:
        rights = dict.fromkeys(_RIGHTS, True)
        return {"user": user, "status": "administrator", "can_be_edited": False, "is_anonymous": False} | rights
    is_member = person in room.members or person == BOT_ID
    return {"user": user, "status": "member" if is_member else "left"}


def answer_callback_query(telegram: Telegram, call: Call) -> bool:
    """answerCallbackQuery: each query is answered once."""
    query = call.text("callback_query_id")
    if query not in telegram.open_queries:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(call.text("text")) > _LONGEST_NOTICE:
        raise bad_request("MESSAGE_TOO_LONG")
    telegram.open_queries.discard(query)
    return True


def set_my_commands(telegram: Telegram, call: Call) -> bool:
    """setMyCommands: names of 1–32 small letters, digits and underscores, descriptions of 1–256 characters."""
    commands = call.json("commands") or []
    for command in commands:
        name = str(command.get("command", ""))
        if not (1 <= len(name) <= 32 and name.isascii() and name.replace("_", "a").isalnum() and name == name.lower()):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    telegram.commands[call.text("scope") + call.text("language_code")] = commands
    return True

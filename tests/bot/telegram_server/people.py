"""What people do: send, edit, delete, press, stop a draft; and whether the bot gets to see it.

With privacy mode on (the default, as Telegram's) a bot that is no admin sees only commands, mentions and replies to
itself in groups. Source: core.telegram.org/bots/features#privacy-mode.
"""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tests.bot.telegram_server.entities import cleaned, found_in
from tests.bot.telegram_server.refusals import bad_request
from tests.bot.telegram_server.sending import media
from tests.bot.telegram_server.telegram import Telegram
from tests.bot.telegram_server.world import ANONYMOUS_ADMIN, BOT_ID, BOT_NAME, Posted, Room

JsonObject = dict[str, Any]

MEDIA: Final = ("voice", "audio", "video", "video_note", "document")
_MIME_TYPES: Final = {"voice": "audio/ogg", "audio": "audio/mpeg", "video": "video/mp4", "document": ""}


def send(telegram: Telegram, asked: JsonObject) -> JsonObject:
    """A message of a person, an anonymous admin or a channel; gives its id and that of the update, if there was one."""
    room = _room(telegram, asked)
    content = _sender(telegram, room, asked) | _content(telegram, room, asked) | asked.get("extra", {})
    for name, field in (("album", "media_group_id"), ("thread", "message_thread_id")):
        if asked.get(name):
            content[field] = asked[name]
    if asked.get("forward"):
        origin = {"type": "hidden_user", "sender_user_name": "Somebody else", "date": int(time.time()) - 60}
        content["forward_origin"] = origin
    if asked.get("reply_to"):
        content |= room.replied_to(int(asked["reply_to"]))
    posted = room.post(content, date=int(time.time() - asked.get("age", 0)))
    return {"message_id": posted.body["message_id"], "update_id": _tell(telegram, room, posted, asked.get("update"))}


def edit(telegram: Telegram, asked: JsonObject) -> JsonObject:
    """Somebody changes their text or caption."""
    room = _room(telegram, asked)
    posted = _standing(room, asked)
    field = "text" if "text" in posted.body else "caption"
    text = cleaned(str(asked["text"]))
    posted.body = posted.body | {field: text, _entities_field(field): found_in(text), "edit_date": int(time.time())}
    posted.note()
    return {"update_id": _tell(telegram, room, posted, "edited_message")}


def delete(telegram: Telegram, asked: JsonObject) -> JsonObject:
    """Somebody deletes a message; bots are not told."""
    _standing(_room(telegram, asked), asked).deleted_at = time.time()
    return {}


def press(telegram: Telegram, asked: JsonObject) -> JsonObject:
    """Somebody presses a button, named by its label or its data, of that message or of the newest that has it."""
    room = _room(telegram, asked)
    wanted = str(asked["button"])
    candidates = [_standing(room, asked)] if asked.get("message_id") else list(reversed(room.posts.values()))
    for posted in candidates:
        found = None if posted.deleted_at is not None else _button(posted, wanted)
        if found is not None:
            return _press(telegram, asked, posted, found)
    raise bad_request(f"no message has a button {wanted}")


def stop_draft(telegram: Telegram, asked: JsonObject) -> JsonObject:
    """Somebody stops a growing text (Bot API 10.3)."""
    room = _room(telegram, asked)
    body = {"chat": room.chat, "draft_id": int(asked["draft_id"])}
    return {"update_id": telegram.updates.push("stopped_message_generation", body)}


def join(telegram: Telegram, asked: JsonObject) -> JsonObject:
    """The bot is added to a chat, made an admin there, or removed: `status` is member, administrator or kicked."""
    room = _room(telegram, asked)
    status = str(asked["status"])
    (room.admins.add if status == "administrator" else room.admins.discard)(BOT_ID)
    person = telegram.world.person(int(asked["person"]))
    before = {"user": telegram.world.bot, "status": "left" if status == "member" else "member"}
    after: JsonObject = {"user": telegram.world.bot, "status": status}
    if status == "administrator":
        rights = ("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members")
        more = ("can_promote_members", "can_change_info", "can_invite_users")
        stories = ("can_post_stories", "can_edit_stories", "can_delete_stories")
        after |= dict.fromkeys((*rights, *more, *stories), True) | {"can_be_edited": False, "is_anonymous": False}
    if status == "kicked":
        after |= {"until_date": 0}
    body = {"chat": room.chat, "from": person, "date": int(time.time())}
    body |= {"old_chat_member": before, "new_chat_member": after}
    return {"update_id": telegram.updates.push("my_chat_member", body)}


def _room(telegram: Telegram, asked: Mapping[str, Any]) -> Room:
    chat = int(asked["chat"])
    room = telegram.world.rooms.get(chat)
    if room is None:
        raise bad_request("the control side knows no such chat")
    return room


def _standing(room: Room, asked: Mapping[str, Any]) -> Posted:
    posted = room.standing(int(asked["message_id"]))
    if posted is None:
        raise bad_request("the control side knows no such message")
    return posted


def _sender(telegram: Telegram, room: Room, asked: JsonObject) -> JsonObject:
    if asked.get("anonymous"):
        return {"from": ANONYMOUS_ADMIN, "sender_chat": room.chat}
    if room.chat["type"] == "channel":
        return {"sender_chat": room.chat}
    person = int(asked["person"])
    room.members.add(person)
    return {"from": telegram.world.person(person)}


def _content(telegram: Telegram, room: Room, asked: JsonObject) -> JsonObject:
    kind = asked.get("kind", "text")
    if resent := asked.get("resend"):
        body = _standing(room if "chat" not in resent else _room(telegram, resent), resent).body
        return {name: body[name] for name in (*MEDIA, "caption", "text") if name in body}
    if kind in MEDIA:
        return _file(telegram, kind, asked) | _words("caption", asked.get("caption", ""))
    return _words("text", asked.get("text", ""))


def _file(telegram: Telegram, kind: str, asked: JsonObject) -> JsonObject:
    path = Path(asked["path"]) if asked.get("path") else None
    name = asked.get("file_name") or (path.name if path else f"{kind}.bin")
    stored = telegram.files.keep(kind, name, content=path, size_bytes=asked.get("size"))
    described = media(
        kind,
        stored,
        file_name=name,
        duration=asked.get("duration", 0),
        mime_type=asked.get("mime_type") or _MIME_TYPES.get(kind, ""),
    )
    return {kind: described}


def _entities_field(field: str) -> str:
    return "entities" if field == "text" else "caption_entities"


def _words(field: str, text: str) -> JsonObject:
    kept = cleaned(text)
    if not kept:
        return {}
    entities = found_in(kept)
    return {field: kept} | ({_entities_field(field): entities} if entities else {})


def _tell(telegram: Telegram, room: Room, posted: Posted, kind: str | None) -> int | None:
    if kind is None:
        kind = "channel_post" if room.chat["type"] == "channel" else "message"
    if room.is_group and not _is_seen(telegram, room, posted.body):
        return None
    return telegram.updates.push(kind, posted.body)


def _is_seen(telegram: Telegram, room: Room, body: JsonObject) -> bool:
    if telegram.world.reads_all or BOT_ID in room.admins:
        return True
    if body.get("reply_to_message", {}).get("from", {}).get("id") == BOT_ID:
        return True
    said = str(body.get("text", body.get("caption", "")))
    entities = [*body.get("entities", []), *body.get("caption_entities", [])]
    return any(_addresses_bot(said, entity) for entity in entities)


def _addresses_bot(said: str, entity: JsonObject) -> bool:
    units = said.encode("utf-16-le")
    start = 2 * entity["offset"]
    word = units[start : start + 2 * entity["length"]].decode("utf-16-le")
    if entity["type"] == "mention":
        return word.lower() == f"@{BOT_NAME}"
    _, _, addressee = word.partition("@")
    return bool(entity["type"] == "bot_command") and addressee.lower() in {"", BOT_NAME}


def _button(posted: Posted, wanted: str) -> JsonObject | None:
    rows = posted.body.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    return next((each for each in buttons if wanted in {each["text"], each.get("callback_data")}), None)


def _press(telegram: Telegram, asked: JsonObject, posted: Posted, button: JsonObject) -> JsonObject:
    telegram.sequence += 1
    query = f"query-{telegram.sequence}-{posted.body['message_id']}"
    telegram.open_queries.add(query)
    body = {
        "id": query,
        "from": telegram.world.person(int(asked["person"])),
        "chat_instance": str(posted.body["chat"]["id"]),
        "message": posted.body,
        "data": button.get("callback_data", ""),
    }
    return {"query": query, "update_id": telegram.updates.push("callback_query", body)}

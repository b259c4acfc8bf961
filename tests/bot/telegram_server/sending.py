"""The bot's calls that make messages, with the refusals of the real server."""

from typing import Any, Final

from tests.bot.telegram_server.call import Call
from tests.bot.telegram_server.entities import parsed, utf16_length
from tests.bot.telegram_server.files import StoredFile
from tests.bot.telegram_server.refusals import bad_request
from tests.bot.telegram_server.telegram import Telegram
from tests.bot.telegram_server.world import Draft, Room

JsonObject = dict[str, Any]

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
_LONGEST_BUTTON_BYTES: Final = 64
_BUTTON_ACTIONS: Final = ("callback_data", "url", "copy_text", "switch_inline_query", "web_app", "login_url")
_ACTIONS: Final = frozenset(
    {
        *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
        *("upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"),
    }
)


def send_message(telegram: Telegram, call: Call) -> JsonObject:
    """sendMessage."""
    room = telegram.world.room(call.integer("chat_id"))
    return _post(telegram, room, call, written(call))


def send_media(telegram: Telegram, call: Call) -> JsonObject:
    """sendDocument, sendVoice, sendAudio and sendVideo."""
    kind = call.method.lower().removeprefix("send")
    room = telegram.world.room(call.integer("chat_id"))
    stored, name = _file_of(telegram, call, kind)
    caption, entities = parsed(call.text("caption"), call.text("parse_mode"))
    if utf16_length(caption) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    content: JsonObject = {kind: media(kind, stored, file_name=name, duration=call.integer("duration"))}
    if caption:
        content |= {"caption": caption} | ({"caption_entities": entities} if entities else {})
    return _post(telegram, room, call, content)


def send_chat_action(telegram: Telegram, call: Call) -> bool:
    """sendChatAction."""
    telegram.world.room(call.integer("chat_id"))
    if call.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def send_message_draft(telegram: Telegram, call: Call) -> bool:
    """sendMessageDraft: in private chats only; all revisions are kept."""
    room = telegram.world.room(call.integer("chat_id"))
    if room.chat["type"] != "private":
        raise bad_request("chat not found")
    if not (draft_id := call.integer("draft_id")):
        raise bad_request("draft_id must be non-zero")
    if utf16_length(call.text("text")) > LONGEST_TEXT:
        raise bad_request("message is too long")
    room.drafts.setdefault(draft_id, Draft(draft_id)).revisions.append(dict(call.parameters))
    return True


def written(call: Call) -> JsonObject:
    """The text that the call brings, with its entities. Raises Refused."""
    text, entities = parsed(call.text("text"), call.text("parse_mode"))
    if given := call.json("entities"):
        entities = given
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def keyboard(call: Call) -> JsonObject:
    """The inline keyboard that the call brings; other keyboards are no part of a message. Raises Refused."""
    markup = call.json("reply_markup")
    if not markup or "inline_keyboard" not in markup:
        return {}
    rows = [row for row in markup["inline_keyboard"] if row]
    for button in (button for row in rows for button in row):
        _check_button(button)
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _check_button(button: JsonObject) -> None:
    if not button.get("text"):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if sum(action in button for action in _BUTTON_ACTIONS) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    callback = button.get("callback_data", "-")
    if not 1 <= len(callback.encode()) <= _LONGEST_BUTTON_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def media(kind: str, stored: StoredFile, *, file_name: str, duration: float, mime_type: str = "") -> JsonObject:
    """A file as it stands in a message."""
    described: JsonObject = {
        "file_id": stored.file_id,
        "file_unique_id": stored.file_key,
        "file_size": stored.size_bytes,
    }
    if kind != "document":
        described["duration"] = int(duration)
    if kind == "video":
        described |= {"width": 640, "height": 360}
    if kind == "video_note":
        return described | {"length": 240}
    if mime_type:
        described["mime_type"] = mime_type
    return described | ({"file_name": file_name} if file_name and kind != "voice" else {})


def _file_of(telegram: Telegram, call: Call, kind: str) -> tuple[StoredFile, str]:
    if upload := call.upload(kind):
        return telegram.files.keep(kind, upload.name, content=upload.content), upload.name
    if known := telegram.files.known(call.text(kind)):
        return known, ""
    raise bad_request(f"there is no {kind} in the request")


def _post(telegram: Telegram, room: Room, call: Call, content: JsonObject) -> JsonObject:
    answer: JsonObject = {"from": telegram.world.bot}
    answer |= _reply(telegram, room, call) | content | keyboard(call)
    if thread := call.integer("message_thread_id"):
        if not room.has_thread(thread):
            raise bad_request("message thread not found")
        answer |= {"message_thread_id": thread, "is_topic_message": True}
    return room.post(answer).body


def _reply(telegram: Telegram, room: Room, call: Call) -> JsonObject:
    asked = call.json("reply_parameters") or {}
    target = int(asked.get("message_id", 0)) or call.integer("reply_to_message_id")
    if not target:
        return {}
    where = telegram.world.room(int(asked.get("chat_id", room.id)))
    tolerant = asked.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply")
    if tolerant and where.standing(target) is None:
        return {}
    return where.replied_to(target)

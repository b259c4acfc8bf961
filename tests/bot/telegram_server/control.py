"""The control side: what tests tell the server to do as people, and what they ask it. JSON in, JSON out."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from aiohttp import web

from tests.bot.telegram_server import people
from tests.bot.telegram_server.faults import Fault
from tests.bot.telegram_server.refusals import Refused, forbidden
from tests.bot.telegram_server.telegram import Telegram
from tests.bot.telegram_server.world import BOT_ID, Posted

JsonObject = dict[str, Any]
Verb = Callable[[Telegram, JsonObject], Any]

PREFIX: Final = "/control"


async def answer(telegram: Telegram, request: web.Request) -> web.Response:
    """Carries one order out; 400 with the reason where it cannot be."""
    verb = VERBS.get(request.match_info["verb"])
    if verb is None:
        return web.json_response({"description": "no such order"}, status=404)
    asked: JsonObject = json.loads(await request.read() or b"{}")
    try:
        return web.json_response(verb(telegram, asked))
    except Refused as refusal:
        return web.json_response(refusal.body(), status=400)


def person(telegram: Telegram, asked: JsonObject) -> JsonObject:
    """Makes somebody known, with the private chat."""
    known = {name: asked.get(name) for name in ("first_name", "language_code", "username")}
    someone = telegram.world.person(int(asked["person"]), **known)
    telegram.world.private(int(asked["person"]))
    return someone


def group(telegram: Telegram, asked: JsonObject) -> JsonObject:
    """Makes a group or channel, or changes it: `type`, `title`, `members`, `admins`, `bot_is_admin`, `is_forum`."""
    known = {name: asked.get(name) for name in ("type", "title", "is_forum")}
    room = telegram.world.group(int(asked["chat"]), **known)
    room.members |= set(asked.get("members", []))
    if "admins" in asked:
        room.admins = set(asked["admins"]) | (room.admins & {BOT_ID})
    if "bot_is_admin" in asked:
        (room.admins.add if asked["bot_is_admin"] else room.admins.discard)(BOT_ID)
    return room.chat


def close(telegram: Telegram, asked: JsonObject) -> JsonObject:
    """The bot is blocked in a private chat or kicked from a group; `closed` false lets it back."""
    room = telegram.world.rooms[int(asked["chat"])]
    reason = "bot was kicked from the supergroup chat" if room.is_group else "bot was blocked by the user"
    room.closed = forbidden(reason) if asked.get("closed", True) else None
    return {}


def raw(telegram: Telegram, asked: JsonObject) -> JsonObject:
    """Any object as an update, also what cannot be parsed."""
    return {"update_id": telegram.updates.push_raw(asked["update"])}


def fault(telegram: Telegram, asked: JsonObject) -> JsonObject:
    """Puts a fault in force; `clear` takes all back."""
    if asked.get("clear"):
        telegram.faults.active.clear()
    else:
        telegram.faults.active.append(Fault(**asked))
    return {}


def switch(telegram: Telegram, asked: JsonObject) -> JsonObject:
    """Changes what the server is: `local`, `floods`, `reads_all`; `next_update_id` starts ids again."""
    telegram.local = asked.get("local", telegram.local)
    telegram.floods = asked.get("floods", telegram.floods)
    telegram.world.reads_all = asked.get("reads_all", telegram.world.reads_all)
    if "next_update_id" in asked:
        telegram.updates.restart_ids(int(asked["next_update_id"]))
    return {}


def calls(telegram: Telegram, asked: JsonObject) -> list[JsonObject]:
    """What the bot called, by method, after a sequence number."""
    method, since = str(asked.get("method", "")).lower(), int(asked.get("since", 0))
    return [
        call for call in telegram.calls if call["sequence"] > since and (not method or call["method"].lower() == method)
    ]


def chat(telegram: Telegram, asked: JsonObject) -> JsonObject:
    """A chat's messages in order, deleted ones flagged, and its drafts; with `since` only messages after that one."""
    room = telegram.world.rooms[int(asked["chat"])]
    since = int(asked.get("since", 0))
    posts = [_seen(posted) for number, posted in room.posts.items() if number > since]
    drafts = [{"draft_id": draft.draft_id, "revisions": draft.revisions} for draft in room.drafts.values()]
    return {"messages": posts, "drafts": drafts}


def chats(telegram: Telegram, _: Mapping[str, Any]) -> JsonObject:
    """Every chat's messages, by chat."""
    return {str(room.id): chat(telegram, {"chat": room.id}) for room in telegram.world.rooms.values()}


def content(telegram: Telegram, asked: JsonObject) -> JsonObject:
    """Where the bytes of a file lie, for the test to read."""
    stored = telegram.files.known(str(asked["file_id"]))
    return {"path": None if stored is None else str(telegram.files.folder / stored.path)}


def state(telegram: Telegram, _: Mapping[str, Any]) -> JsonObject:
    """What waits, what is confirmed, who polls, how the webhook fares, how much was refused for flooding."""
    updates = telegram.updates
    hook = updates.webhook
    webhook = {name: getattr(hook, name) for name in ("url", "brought", "refused", "last_error")} if hook else None
    return {
        "pending": len(updates.pending),
        "confirmed": updates.confirmed,
        "next_update_id": updates.next_id,
        "is_polled": updates.is_polled,
        "webhook": webhook,
        "sequence": telegram.sequence,
        "flood_refused": telegram.flood.refused,
        "flood_impatient": telegram.flood.impatient,
        "commands": telegram.commands,
    }


def clear(telegram: Telegram, _: Mapping[str, Any]) -> JsonObject:
    """Forgets what was said and called so far, for long runs; people, files and what waits stay."""
    telegram.calls.clear()
    for room in telegram.world.rooms.values():
        room.posts.clear()
    return {}


def _seen(posted: Posted) -> JsonObject:
    return {
        "body": posted.body,
        "revisions": posted.revisions,
        "deleted_at": posted.deleted_at,
        "reactions": posted.reactions,
        "reacted_at": posted.reacted_at,
        "by_bot": posted.body.get("from", {}).get("id") == BOT_ID,
    }


VERBS: Final[Mapping[str, Verb]] = {
    "send": people.send,
    "edit": people.edit,
    "delete": people.delete,
    "press": people.press,
    "stop": people.stop_draft,
    "join": people.join,
    "person": person,
    "group": group,
    "close": close,
    "raw": raw,
    "fault": fault,
    "switch": switch,
    "calls": calls,
    "chat": chat,
    "chats": chats,
    "content": content,
    "state": state,
    "clear": clear,
}

"""What there is: people, chats, their messages, and what each message looked like at which time."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tests.bot.telegram_server.refusals import Refused, bad_request

JsonObject = dict[str, Any]
BOT_ID: Final = 7_000_000_001
BOT_NAME: Final = "dabir_test_bot"
ANONYMOUS_ADMIN: Final = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


@dataclass
class Posted:
    """A message as Telegram keeps it. `revisions` hold when it said what, the first included."""

    body: JsonObject
    revisions: list[JsonObject] = field(default_factory=list)
    deleted_at: float | None = None
    reactions: list[str] = field(default_factory=list)
    reacted_at: float | None = None

    @property
    def said(self) -> str:
        return str(self.body.get("text", self.body.get("caption", "")))

    def note(self) -> None:
        """Remembers what it says from now on."""
        self.revisions.append({"at": time.time(), "text": self.said, "keyboard": self.body.get("reply_markup")})


@dataclass
class Draft:
    """A text that the bot lets grow without a message. Each revision holds the call's parameters."""

    draft_id: int
    revisions: list[JsonObject] = field(default_factory=list)


@dataclass
class Room:
    """One chat. `closed` is the refusal that the bot gets there."""

    chat: JsonObject
    posts: dict[int, Posted] = field(default_factory=dict)
    members: set[int] = field(default_factory=set)
    admins: set[int] = field(default_factory=set)
    drafts: dict[int, Draft] = field(default_factory=dict)
    closed: Refused | None = None
    newest: int = 0

    @property
    def id(self) -> int:
        return int(self.chat["id"])

    @property
    def is_group(self) -> bool:
        return bool(self.chat["type"] in {"group", "supergroup"})

    def post(self, content: JsonObject, *, date: int | None = None) -> Posted:
        """A new message of that content, which names its sender."""
        self.newest += 1
        frame = {"message_id": self.newest, "date": int(time.time()) if date is None else date, "chat": self.chat}
        posted = Posted(frame | content)
        posted.note()
        self.posts[self.newest] = posted
        return posted

    def standing(self, message_id: int) -> Posted | None:
        """The message, None where it never was or is deleted."""
        posted = self.posts.get(message_id)
        return None if posted is None or posted.deleted_at is not None else posted

    def replied_to(self, message_id: int) -> JsonObject:
        """What a reply to that message embeds. Raises Refused where the message is gone."""
        target = self.standing(message_id)
        if target is None:
            raise bad_request("message to be replied not found")
        body = {name: value for name, value in target.body.items() if name != "reply_to_message"}
        return {"reply_to_message": body}

    def has_thread(self, thread: int) -> bool:
        return any(posted.body.get("message_thread_id") == thread for posted in self.posts.values())


@dataclass
class World:
    """Everybody and everything. `reads_all` is the bot's privacy mode switched off."""

    reads_all: bool = False
    people: dict[int, JsonObject] = field(default_factory=dict)
    rooms: dict[int, Room] = field(default_factory=dict)

    @property
    def bot(self) -> JsonObject:
        """The bot as a message's sender."""
        return {"id": BOT_ID, "is_bot": True, "first_name": "Dabir", "username": BOT_NAME}

    def room(self, chat: int) -> Room:
        """Raises Refused for chats that do not exist, and where the bot may not be."""
        room = self.rooms.get(chat)
        if room is None:
            raise bad_request("chat not found")
        if room.closed is not None:
            raise room.closed
        return room

    def person(self, person: int, **known: Any) -> JsonObject:
        """Somebody, made when first heard of; what is given of them replaces what was known."""
        fresh: JsonObject = {"id": person, "is_bot": False, "first_name": f"Person {person}", "language_code": "fa"}
        made = self.people.setdefault(person, fresh)
        made |= {name: value for name, value in known.items() if value is not None}
        return made

    def private(self, person: int) -> Room:
        """The chat of that person with the bot."""
        someone = self.person(person)
        chat = {"id": person, "type": "private", "first_name": someone["first_name"]}
        return self.rooms.setdefault(person, Room(chat, members={person}))

    def group(self, chat: int, **known: Any) -> Room:
        """A group (an id below zero), made when first heard of."""
        described = {"id": chat, "type": "supergroup", "title": f"Group {-chat}"}
        room = self.rooms.setdefault(chat, Room(described))
        room.chat |= {name: value for name, value in known.items() if value is not None}
        return room

    def posts(self) -> Iterator[Posted]:
        for room in self.rooms.values():
            yield from room.posts.values()

"""The people of the tests: what they send, and what they see. A typed client of the server's control side.

Whoever waits gives a deadline; when it is missed, the error shows the chat as it stood.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self, TypeVar

import httpx

JsonObject = dict[str, Any]
T = TypeVar("T")

_ROOT: Final = Path(__file__).parents[2]
_LOOKS_EVERY_SECONDS: Final = 0.02
_START_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Revision:
    """What a message said from a time on (seconds since 1970)."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as a person sees it; `body` is all that Telegram knows of it."""

    message_id: int
    text: str
    by_bot: bool
    reply_to: int | None
    buttons: tuple[str, ...]
    button_values: tuple[str, ...]
    document: str
    revisions: tuple[Revision, ...]
    reactions: tuple[str, ...]
    is_deleted: bool
    body: JsonObject

    @classmethod
    def of(cls, told: JsonObject) -> Self:
        """Reads what the control side tells."""
        body = told["body"]
        rows = body.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [button for row in rows for button in row]
        return cls(
            message_id=body["message_id"],
            text=body.get("text", body.get("caption", "")),
            by_bot=told["by_bot"],
            reply_to=body.get("reply_to_message", {}).get("message_id"),
            buttons=tuple(button["text"] for button in buttons),
            button_values=tuple(button.get("callback_data", "") for button in buttons),
            document=body.get("document", {}).get("file_name", "") if told["by_bot"] else "",
            revisions=tuple(Revision(each["at"], each["text"]) for each in told["revisions"]),
            reactions=tuple(told["reactions"]),
            is_deleted=told["deleted_at"] is not None,
            body=body,
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of a person; `update` is None where the bot was not told."""

    chat: int
    message_id: int
    update: int | None


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call of the bot, as the server noted it."""

    sequence: int
    at: float
    method: str
    parameters: Mapping[str, str]
    uploads: Sequence[JsonObject]
    status: int
    reply: JsonObject


@dataclass(frozen=True, slots=True)
class ServerState:
    """What the server holds at this moment."""

    pending: int
    confirmed: int
    next_update_id: int
    is_polled: bool
    webhook: JsonObject | None
    sequence: int
    flood_refused: int
    flood_impatient: int
    commands: JsonObject


class MissedDeadline(AssertionError):
    """What a test waited for did not come in time."""


def wait_for(look: Callable[[], T | None], seconds: float, *, missed: Callable[[], str] = str) -> T:
    """Gives what `look` finds first; `missed` says how things stood if it finds nothing. Raises: MissedDeadline."""
    end = time.monotonic() + seconds
    while True:
        found = look()
        if found is not None and found is not False:
            return found
        if time.monotonic() > end:
            raise MissedDeadline(f"waited {seconds} s in vain\n{missed()}")
        time.sleep(_LOOKS_EVERY_SECONDS)


@dataclass
class TelegramServer:
    """The fake Bot API server, in a process of its own."""

    url: str
    http: httpx.Client = field(repr=False)

    @classmethod
    @contextmanager
    def running(cls, folder: Path, *, local: bool = False, floods: bool = False) -> Iterator[Self]:
        """Starts it with its files in `folder`, and ends it."""
        arguments = ["--folder", str(folder), *(["--local"] * local), *(["--floods"] * floods)]
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bot.telegram_server", *arguments],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None and process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            assert address, "the server did not start"
            with httpx.Client(base_url=address, timeout=60.0, trust_env=False) as http:
                yield cls(address, http)
        finally:
            process.stdin.close()
            process.stdout.close()
            process.wait(_START_SECONDS)

    def order(self, verb: str, **asked: Any) -> Any:
        """One order to the control side. Raises AssertionError where it is refused."""
        answer = self.http.post(f"/control/{verb}", content=json.dumps(asked))  # ASCII: halves of surrogate pairs too
        assert answer.status_code == 200, f"{verb}: {answer.text}"
        return answer.json()

    def person(self, number: int = 1, *, language: str = "fa", name: str | None = None) -> "Person":
        """Somebody with a private chat."""
        self.order("person", person=number, language_code=language, first_name=name)
        return Person(self, number)

    def group(self, number: int = 1, *, admins: Sequence["Person"] = (), **described: Any) -> "Chat":
        """A group, or a channel with `type`; `bot_is_admin`, `title` and `is_forum` describe it."""
        admin_ids = [admin.chat for admin in admins]
        self.order("group", chat=-number, admins=admin_ids, members=admin_ids, **described)
        return Chat(self, -number)

    def fault(self, method: str, **trouble: Any) -> None:
        """Puts a fault in force (see telegram_server/faults.py)."""
        self.order("fault", method=method, **trouble)

    def heal(self) -> None:
        """Takes all faults back."""
        self.order("fault", clear=True)

    def calls(self, method: str = "", *, since: int = 0) -> list[ApiCall]:
        """What the bot called, oldest first."""
        return [ApiCall(**told) for told in self.order("calls", method=method, since=since)]

    def state(self) -> ServerState:
        """How things stand."""
        return ServerState(**self.order("state"))

    def everything_seen(self) -> dict[int, list[Seen]]:
        """All chats' messages."""
        told = self.order("chats")
        return {int(chat): [Seen.of(each) for each in seen["messages"]] for chat, seen in told.items()}

    def wait_until_handled(self, seconds: float = 10.0) -> None:
        """Until the bot has taken every update."""
        wait_for(lambda: self.state().pending == 0 or None, seconds, missed=lambda: repr(self.state()))


@dataclass(frozen=True)
class Chat:
    """A chat, as one who reads it sees it."""

    server: TelegramServer = field(repr=False)
    chat: int

    def messages(self) -> list[Seen]:
        """All messages that stand, people's and the bot's."""
        told = self.server.order("chat", chat=self.chat)["messages"]
        return [seen for seen in map(Seen.of, told) if not seen.is_deleted]

    def of_bot(self) -> list[Seen]:
        """The bot's messages that stand."""
        return [seen for seen in self.messages() if seen.by_bot]

    def texts(self) -> list[str]:
        """What the bot's messages say."""
        return [seen.text for seen in self.of_bot()]

    def answers_to(self, sent: Sent) -> list[Seen]:
        """The bot's messages that reply to that one."""
        return [seen for seen in self.of_bot() if seen.reply_to == sent.message_id]

    def drafts(self) -> list[JsonObject]:
        """The growing texts, with all their revisions."""
        drafts: list[JsonObject] = self.server.order("chat", chat=self.chat)["drafts"]
        return drafts

    def message(self, message_id: int) -> Seen:
        """One message, deleted or not."""
        told = self.server.order("chat", chat=self.chat, since=message_id - 1)["messages"][0]
        return Seen.of(told)

    def wait(self, look: Callable[[list[Seen]], T | None], seconds: float = 10.0) -> T:
        """Gives what `look` finds first among the bot's messages. Raises: MissedDeadline."""
        return wait_for(lambda: look(self.of_bot()), seconds, missed=lambda: "\n".join(map(repr, self.messages())))

    def wait_for_text(self, part: str, seconds: float = 10.0) -> Seen:
        """The first message of the bot that holds `part`. Raises: MissedDeadline."""
        return self.wait(lambda seen: next((each for each in seen if part in each.text), None), seconds)

    def read_document(self, seen: Seen) -> bytes:
        """The bytes of the document in a message of the bot."""
        told = self.server.order("content", file_id=seen.body["document"]["file_id"])
        return Path(told["path"]).read_bytes()

    def shuts_out_bot(self, *, closed: bool = True) -> None:
        """Blocks the bot, or kicks it out of the group; or lets it back."""
        self.server.order("close", chat=self.chat, closed=closed)


@dataclass(frozen=True)
class Person(Chat):
    """Somebody; the chat is the private one. `to` sends into another chat."""

    def sends(self, kind: str, *, to: Chat | None = None, **described: Any) -> Sent:
        """Any message: see telegram_server/people.py for what describes it."""
        chat = (to or self).chat
        if isinstance(described.get("reply_to"), Sent | Seen):
            described["reply_to"] = described["reply_to"].message_id
        if isinstance(described.get("path"), Path):
            described["path"] = str(described["path"])
        told = self.server.order("send", chat=chat, person=self.chat, kind=kind, **described)
        return Sent(chat, told["message_id"], told["update_id"])

    def says(self, text: str, *, to: Chat | None = None, **described: Any) -> Sent:
        """A text or a command."""
        return self.sends("text", to=to, text=text, **described)

    def sends_voice(self, path: Path, *, to: Chat | None = None, **described: Any) -> Sent:
        """A voice note."""
        return self.sends("voice", to=to, path=path, **described)

    def sends_album(self, items: Sequence[tuple[str, Path]], *, to: Chat | None = None, album: str) -> list[Sent]:
        """Several files (kind and path) in one group of media."""
        return [self.sends(kind, to=to, path=path, album=album) for kind, path in items]

    def forwards(self, sent: Sent, *, to: Chat | None = None) -> Sent:
        """The same file once more, as somebody else's."""
        resend = {"chat": sent.chat, "message_id": sent.message_id}
        return self.sends("text", to=to, resend=resend, forward=True)

    def presses(self, button: str, *, message: Seen | None = None, to: Chat | None = None) -> str:
        """A button by its label or value, of that message or of the newest that has it; gives the query's id."""
        which = {} if message is None else {"message_id": message.message_id}
        told = self.server.order("press", chat=(to or self).chat, person=self.chat, button=button, **which)
        return str(told["query"])

    def edits(self, sent: Sent, text: str) -> None:
        """Changes the text or caption of what was sent."""
        self.server.order("edit", chat=sent.chat, person=self.chat, message_id=sent.message_id, text=text)

    def deletes(self, message_id: int, *, to: Chat | None = None) -> None:
        """Deletes a message."""
        self.server.order("delete", chat=(to or self).chat, person=self.chat, message_id=message_id)

"""The real `dabir-bot` with the demo checkpoint, against the fake Bot API server; people differ from test to test."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.bot.bot_process import BotProcess
from tests.bot.person import Chat, Person, Seen, Sent, TelegramServer
from tests.bot.spoken_notes import SpokenNote, SpokenNotes

WORD_ERRORS = 0.2
"""The largest word error rate of a text that counts as right."""
_SECONDS = 40.0


@dataclass
class World:
    """Telegram, one bot that runs, and notes; `stranger` is somebody new each time."""

    server: TelegramServer
    bot: BotProcess
    notes: SpokenNotes
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def stranger(self, *, language: str = "fa") -> Person:
        return self.server.person(next(self._numbers), language=language)

    def group(self, *admins: Person, bot_is_admin: bool = False) -> Chat:
        return self.server.group(next(self._numbers), admins=admins, bot_is_admin=bot_is_admin)


def said_in(chat: Chat, sent: Sent, note: SpokenNote, *, seconds: float = _SECONDS) -> Seen:
    """The first message that replies to `sent` with the note's text. Raises: MissedDeadline."""

    def right(seen: list[Seen]) -> Seen | None:
        replies = [each for each in seen if each.reply_to == sent.message_id]
        return next((each for each in replies if note.error_rate(body(each)) <= WORD_ERRORS), None)

    return chat.wait(right, seconds)


def answered(chat: Chat, sent: Sent, note: SpokenNote, *, seconds: float = _SECONDS) -> Seen:
    """The same, as the only message that replies to it. Raises: MissedDeadline."""
    found = said_in(chat, sent, note, seconds=seconds)
    replies = chat.answers_to(sent)
    assert replies == [found], replies
    return found


def body(seen: Seen) -> str:
    """An answer's text without its legend."""
    return seen.text.partition("\n\n")[0]


@pytest.fixture(scope="session")
def notes(tmp_path_factory: pytest.TempPathFactory) -> SpokenNotes:
    return SpokenNotes(tmp_path_factory.mktemp("notes"))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, notes: SpokenNotes) -> Iterator[World]:
    with (
        TelegramServer.running(tmp_path_factory.mktemp("telegram")) as server,
        BotProcess.running(server, tmp_path_factory.mktemp("bot")) as bot,
    ):
        yield World(server, bot, notes)

"""Many people who send notes, and what became of each note in the end."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from tests.bot.person import MissedDeadline, Person, Seen, Sent, TelegramServer, wait_for
from tests.bot.spoken_notes import SpokenNote

_RIGHT: Final = 0.2
"""The largest word error rate of a text that counts as right."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A note on its way; `at` is when it was sent, in seconds since 1970."""

    sent: Sent
    note: SpokenNote
    at: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the notes; each list names messages as (chat, message)."""

    lost: tuple[tuple[int, int], ...]
    """Without a right text."""
    doubled: tuple[tuple[int, int], ...]
    """With more than one."""
    littered: tuple[tuple[int, int], ...]
    """With a right text, and other replies beside it, such as a status that nobody took away."""
    waits: tuple[float, ...]
    """Seconds from each answered note to its text, in the order of sending."""


class Notes(Protocol):
    """Where a crowd has its notes from."""

    def voice(self, number: int = 0, *, sentences: int = 1) -> SpokenNote:
        """The note of that number."""
        ...


@dataclass(frozen=True, slots=True)
class WrittenNotes:
    """Files whose content is their text, for an engine that reads them (`paced_bot`)."""

    folder: Path

    def voice(self, number: int = 0, *, sentences: int = 1) -> SpokenNote:
        """Says three words that no other note says."""
        path = self.folder / f"note-{number}.ogg"
        text = " ".join(f"{word}{number}" for word in ("یک", "دو", "سه"))
        path.write_text(text, encoding="utf-8")
        return SpokenNote(path, text, 10.0)


@dataclass
class Crowd:
    """People by number; each note goes to the next of them, and says something else."""

    server: TelegramServer
    notes: Notes
    size: int
    sentences: int = 1
    looks_every: float = 0.3
    waiting: list[Waiting] = field(default_factory=list)
    _people: dict[int, Person] = field(default_factory=dict)

    def sends(self, count: int) -> None:
        """So many notes more, of people in turn."""
        for _ in range(count):
            self.one_sends(len(self.waiting) % self.size + 1)

    def one_sends(self, number: int) -> None:
        """One note more, of that person."""
        if number not in self._people:
            self._people[number] = self.server.person(number)
        note = self.notes.voice(len(self.waiting), sentences=self.sentences)
        sent = self._people[number].sends_voice(note.path, duration=round(note.seconds))
        self.waiting.append(Waiting(sent, note, time.time()))

    def settled(self, seconds: float) -> Verdict:
        """Waits until every note has its text, but no longer than that; gives how things are then."""

        def all_there() -> Verdict | None:
            time.sleep(self.looks_every)
            verdict = self.verdict()
            return None if verdict.lost else verdict

        try:
            return wait_for(all_there, seconds)
        except MissedDeadline:
            return self.verdict()

    def has_answers(self, count: int, *, seconds: float = 60.0) -> None:
        """Waits until so many notes have their text. Raises: MissedDeadline."""
        wait_for(lambda: len(self.verdict().waits) >= count, seconds)

    def verdict(self) -> Verdict:
        """How things are now."""
        seen = self.server.everything_seen()
        found = [(each, _replies(seen.get(each.sent.chat, []), each.sent)) for each in self.waiting]
        right = [
            (each, replies, [reply for reply in replies if _is_right(reply, each.note)]) for each, replies in found
        ]
        return Verdict(
            lost=tuple(_name(each) for each, _, texts in right if not texts),
            doubled=tuple(_name(each) for each, _, texts in right if len(texts) > 1),
            littered=tuple(_name(each) for each, replies, texts in right if texts and len(replies) > len(texts)),
            waits=tuple(_first_right(texts[0], each.note) - each.at for each, _, texts in right if texts),
        )


def _name(waiting: Waiting) -> tuple[int, int]:
    return waiting.sent.chat, waiting.sent.message_id


def _replies(seen: Sequence[Seen], sent: Sent) -> list[Seen]:
    return [each for each in seen if each.by_bot and not each.is_deleted and each.reply_to == sent.message_id]


def _is_right(seen: Seen, note: SpokenNote) -> bool:
    return note.error_rate(seen.text.partition("\n\n")[0]) <= _RIGHT


def _first_right(seen: Seen, note: SpokenNote) -> float:
    said = ((revision.at, revision.text.partition("\n\n")[0]) for revision in seen.revisions)
    return next(at for at, text in said if note.error_rate(text) <= _RIGHT)

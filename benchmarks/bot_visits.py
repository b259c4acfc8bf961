"""What people do with the bot, each visit to its end: kinds of sounds, groups, albums, buttons, commands, trouble.

A visit says what it expects, and raises MissedDeadline where that does not come. Sounds are made beforehand, so that
their making is no part of the load; texts are those of the tests' notes.
"""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.bot.person import Chat, Person, Seen, Sent, TelegramServer, wait_for
from tests.bot.spoken_notes import SpokenNote, SpokenNotes

_DEADLINE: Final = 300.0
_LOOKS_EVERY: Final = 0.2
_WORD_ERRORS: Final = 0.2


@dataclass(frozen=True, slots=True)
class Material:
    """Sounds by what they are sent as; `long` takes an engine a while, `broken` is none."""

    sounds: Mapping[str, Sequence[SpokenNote]]
    long: SpokenNote
    silence: Path
    broken: Path

    @classmethod
    def made(cls, folder: Path, *, voices: int = 40, others: int = 6) -> "Material":
        """Makes it in that folder."""
        folder.mkdir(parents=True, exist_ok=True)
        notes = SpokenNotes(folder)
        broken = folder / "broken.mp3"
        broken.write_bytes(b"no sound in here" * 100)
        audio = [notes.audio(number, suffix=suffix) for number in range(others) for suffix in (".mp3", ".m4a")]
        documents = [notes.audio(number, suffix=suffix) for number in range(others) for suffix in (".wav", ".webm")]
        return cls(
            {
                "voice": [notes.voice(number, sentences=1 + number % 6) for number in range(voices)],
                "audio": audio,
                "document": documents,
                "video": [notes.video(number) for number in range(others)],
                "video_note": [notes.video(number, is_round=True) for number in range(others)],
            },
            long=notes.voice(0, sentences=150),
            silence=notes.silence(),
            broken=broken,
        )


@dataclass
class Visitor:
    """Somebody who comes again and again; after a number of visits it is somebody else, with another group."""

    server: TelegramServer
    material: Material
    chance: random.Random
    numbers: Callable[[], int]
    stays: int = 25
    _visits: int = 0
    person: Person = field(init=False)
    group: Chat = field(init=False)

    def __post_init__(self) -> None:
        self._renew()

    def visits(self) -> str:
        """Does one thing, drawn by its weight. Returns its name. Raises: MissedDeadline."""
        if self._visits >= self.stays:
            self._renew()
        self._visits += 1
        name = self.chance.choices(list(VISITS), [weight for weight, _ in VISITS.values()])[0]
        VISITS[name][1](self)
        return name

    def sends(self, kind: str) -> tuple[Sent, SpokenNote]:
        """A sound in the private chat."""
        note = self.chance.choice(self.material.sounds[kind])
        if kind == "document":
            mime_type = f"audio/{note.path.suffix[1:]}"
            return self.person.sends(kind, path=note.path, duration=0, mime_type=mime_type), note
        return self.person.sends(kind, path=note.path, duration=round(note.seconds)), note

    def reads(self, sent: Sent, note: SpokenNote, *, chat: Chat | None = None) -> Seen:
        """Waits for the text of what was sent."""

        def is_right(seen: Seen) -> bool:
            is_final = any(value.startswith("srt") for value in seen.button_values)
            text = seen.text.partition("\n\n")[0]
            return seen.reply_to == sent.message_id and is_final and note.error_rate(text) <= _WORD_ERRORS

        return self.sees(is_right, chat=chat, since=sent.message_id)

    def sees(self, is_right: Callable[[Seen], bool], *, chat: Chat | None = None, since: int = 0) -> Seen:
        """Waits for a message of the bot that came after `since`."""
        where = chat or self.person

        def look() -> Seen | None:
            time.sleep(_LOOKS_EVERY)
            told = self.server.order("chat", chat=where.chat, since=since)["messages"]
            seen = [each for each in map(Seen.of, told) if each.by_bot and not each.is_deleted]
            return next((each for each in seen if is_right(each)), None)

        return wait_for(look, _DEADLINE, missed=lambda: repr(where.texts()[-3:]))

    def says(self, text: str) -> Seen:
        """A command or any text, and what the bot answers first."""
        sent = self.person.says(text)
        return self.sees(lambda _: True, since=sent.message_id)

    def _renew(self) -> None:
        self._visits = 0
        number = self.numbers()
        self.person = self.server.person(number, language=self.chance.choice(["fa", "fa", "en"]))
        self.group = self.server.group(number, admins=[self.person], bot_is_admin=True)


def one_sound(kind: str) -> Callable[[Visitor], None]:
    """A visit that sends one sound of that kind and reads its text."""

    def visit(visitor: Visitor) -> None:
        visitor.reads(*visitor.sends(kind))

    return visit


def same_again(visitor: Visitor) -> None:
    """The same note twice: the second time there is nothing to do."""
    sent, note = visitor.sends("voice")
    visitor.reads(sent, note)
    visitor.reads(visitor.person.forwards(sent), note)


def album(visitor: Visitor) -> None:
    """Three sounds as one album."""
    notes = visitor.chance.sample(visitor.material.sounds["audio"], 3)
    name = f"album-{visitor.person.chat}-{visitor.chance.random()}"
    sent = visitor.person.sends_album([("audio", note.path) for note in notes], album=name)
    for each, note in zip(sent, notes, strict=True):
        visitor.reads(each, note)


def in_group(visitor: Visitor) -> None:
    """A note in a group, and somebody who asks for its text."""
    note = visitor.chance.choice(visitor.material.sounds["voice"])
    voice = visitor.person.sends_voice(note.path, to=visitor.group, duration=round(note.seconds))
    visitor.person.says("/transcribe@dabir_test_bot", to=visitor.group, reply_to=voice)
    visitor.reads(voice, note, chat=visitor.group)


def button(visitor: Visitor) -> None:
    """Another form of a text, by its button."""
    seen = visitor.reads(*visitor.sends("voice"))
    offered = [value for value in seen.button_values if value.startswith(("srt", "vtt", "times"))]
    value = visitor.chance.choice(offered)
    act = value.partition(":")[0]
    newest = visitor.person.messages()[-1].message_id
    visitor.person.presses(value, message=seen)
    if act != "times":
        visitor.sees(lambda each: each.document.endswith(f".{act}"), since=newest)


def command(visitor: Visitor) -> None:
    """A command, which is answered."""
    commands = ["/start", "/help", "/privacy", "/settings", "/language", "/language fa", "سلام، خوبی؟"]
    visitor.says(visitor.chance.choice(commands))


def cancelled(visitor: Visitor) -> None:
    """A long note that is stopped by its button, unless its text was faster."""
    sent = visitor.person.sends_voice(visitor.material.long.path, duration=round(visitor.material.long.seconds))
    seen = visitor.sees(lambda each: each.reply_to == sent.message_id and bool(each.buttons), since=sent.message_id)
    stop = next((value for value in seen.button_values if value.startswith("stop")), None)
    if stop is None:
        return
    visitor.person.presses(stop, message=seen)

    def is_over(each: Seen) -> bool:
        return each.message_id == seen.message_id and not any(v.startswith("stop") for v in each.button_values)

    visitor.sees(is_over, since=sent.message_id)


def silence(visitor: Visitor) -> None:
    """A note in which nobody speaks."""
    sent = visitor.person.sends_voice(visitor.material.silence, duration=5)
    visitor.sees(lambda seen: seen.reply_to == sent.message_id and not seen.buttons, since=sent.message_id)


def broken(visitor: Visitor) -> None:
    """A file that holds no sound."""
    sent = visitor.person.sends("audio", path=visitor.material.broken, duration=3)
    visitor.sees(lambda seen: "broken.mp3" in seen.text, since=sent.message_id)


def refused(visitor: Visitor) -> None:
    """What is too big, or a link to where nobody may reach."""
    if visitor.chance.random() < 0.5:
        visitor.says(f"{visitor.server.url}/file/bot1:a/voice/file_1.ogg")
        return
    sent = visitor.person.sends("audio", size=(20 << 20) + 1, duration=600, file_name="big.mp3")
    visitor.sees(lambda _: True, since=sent.message_id)


def forgotten(visitor: Visitor) -> None:
    """Somebody whose doings are deleted."""
    sent = visitor.person.says("/forget")
    # What was asked for before may still be answered meanwhile.
    asked = visitor.sees(lambda seen: any(map(_forgets, seen.button_values)), since=sent.message_id)
    value = next(filter(_forgets, asked.button_values))
    visitor.person.presses(value, message=asked)
    visitor.sees(lambda seen: "انجام شد" in seen.text or "Done" in seen.text, since=asked.message_id - 1)


def _forgets(button_value: str) -> bool:
    return button_value.startswith("forget")


VISITS: Final[Mapping[str, tuple[float, Callable[[Visitor], None]]]] = {
    "voice": (40, one_sound("voice")),
    "audio": (10, one_sound("audio")),
    "document": (6, one_sound("document")),
    "video": (3, one_sound("video")),
    "round video": (3, one_sound("video_note")),
    "same again": (5, same_again),
    "album": (4, album),
    "in a group": (8, in_group),
    "button": (8, button),
    "command": (8, command),
    "cancelled": (1, cancelled),
    "silence": (2, silence),
    "broken": (2, broken),
    "refused": (2, refused),
    "forgotten": (1, forgotten),
}
"""Each with its weight among the others."""

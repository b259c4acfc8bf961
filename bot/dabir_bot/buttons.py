"""The keyboards under messages, and what their buttons say to us. Pure.

Telegram gives back at most 64 bytes of a button. Its server does not promise that they come from a button of the
message that they name, so that whoever handles them checks what they ask for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from dabir_bot import texts
from dabir_bot.orders import Order
from dabir_core import Task
from dabir_core.phrase import Phrase
from dabir_core.sentences import Language

LONGEST_BYTES: Final = 64


class Act(StrEnum):
    """What a press asks for."""

    STOP = "stop"
    """The job of one order; the subject is «update.number»."""
    STOP_ALBUM = "stops"
    SRT = "srt"
    """Of an answer, whose id is the subject; likewise VTT, ENGLISH and TIMES."""
    VTT = "vtt"
    ENGLISH = "en"
    TIMES = "times"
    LANGUAGE = "lang"
    """The subject is the code, or «auto»."""
    SPEAKS = "speaks"
    SETTING = "set"
    """The subject is the name of a switch."""
    FORGET = "forget"
    """All of a person, whose id is the subject."""
    FORGET_CHAT = "forgets"
    """All of the chat in which it stands."""
    ALLOW = "allow"
    """The subject is a person's id; likewise BAN."""
    BAN = "ban"


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed."""

    act: Act
    subject: str

    @classmethod
    def read(cls, written: str) -> "Press | None":
        """What a button's bytes mean; None for those of an older bot, or of nobody's."""
        act, _, subject = written.partition(":")
        is_ours = act in set(Act) and subject.isascii() and subject.isprintable()
        return cls(Act(act), subject) if is_ours else None

    def written(self) -> str:
        """The bytes of the button, as text."""
        text = f"{self.act}:{self.subject}"
        assert len(text.encode()) <= LONGEST_BYTES
        return text


def button(label: Phrase, language: Language, press: Press) -> InlineKeyboardButton:
    """One button."""
    return InlineKeyboardButton(label(language), callback_data=press.written())


def cancel_keyboard(order: Order) -> InlineKeyboardMarkup:
    """Under a status: stops the job, or all jobs of the album."""
    press = Press(Act.STOP_ALBUM, order.album) if order.album else Press(Act.STOP, f"{order.update}.{order.number}")
    return InlineKeyboardMarkup([[button(texts.CANCEL, order.speaks, press)]])


def answer_keyboard(order: Order, answer: int, *, has_times: bool) -> InlineKeyboardMarkup:
    """Under an answer: its other forms."""

    def asks(label: Phrase, act: Act) -> InlineKeyboardButton:
        return button(label, order.speaks, Press(act, str(answer)))

    others = [] if order.task is Task.TRANSLATE or order.language == "en" else [asks(texts.TO_ENGLISH, Act.ENGLISH)]
    times = [] if has_times else [asks(texts.WITH_TIMES, Act.TIMES)]
    rows = [[asks(texts.SRT, Act.SRT), asks(texts.VTT, Act.VTT)], [*others, *times]]
    return InlineKeyboardMarkup([row for row in rows if row])


def keyboard_of(language: Language, rows: Sequence[Sequence[tuple[Phrase, Press]]]) -> InlineKeyboardMarkup:
    """Any keyboard: rows of labels and what they ask for."""
    return InlineKeyboardMarkup([[button(label, language, press) for label, press in row] for row in rows])

"""What the window tells in passing: a sentence in the language of now, and at most one thing to do about it. Pure.

A message is asked for its words each time that it is shown, so that it follows the language while it stands.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from dabir_core.errors import DabirError
from dabir_core.notices import Notice
from dabir_core.sentences import notice_sentence
from dabir_desktop.i18n import Interface, Phrase
from dabir_desktop.i18n.bidi import isolated
from dabir_desktop.library.errors import LIBRARY_WORDS

UNFORESEEN = Phrase(
    en="Something went wrong that Dabir did not foresee. Nothing of your work is lost; the log says more.",
    fa="مشکلی پیش آمد که دبیر پیش‌بینی نکرده بود. چیزی از کار شما گم نشده است؛ جزئیات در گزارش برنامه هست.",
)


class Tone(StrEnum):
    """How much a message wants to be seen."""

    QUIET = "quiet"
    DONE = "done"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Remedy:
    """The one thing to do about a message: the words of its button, and what it does."""

    label: Phrase
    act: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence by the language; one of trouble stands until it is put away, the others go by themselves."""

    words: Callable[[Interface], str]
    tone: Tone = Tone.QUIET
    remedy: Remedy | None = None


def told(phrase: Phrase, *, tone: Tone = Tone.QUIET, remedy: Remedy | None = None, **values: str) -> Message:
    """A phrase of ours with its values."""
    return Message(lambda interface: interface.text(phrase, **values), tone, remedy)


def failed(error: DabirError, *, remedy: Remedy | None = None) -> Message:
    """What is said of an error: by core, or by the library of its own."""
    phrase = LIBRARY_WORDS.get(type(error))
    if phrase is None:
        return Message(lambda interface: interface.error(error), Tone.TROUBLE, remedy)
    return told(phrase, tone=Tone.TROUBLE, remedy=remedy, subject=isolated(error.subject))


def noticed(notice: Notice) -> Message:
    """What core says while the work goes on."""
    return Message(lambda interface: notice_sentence(notice, interface.language))

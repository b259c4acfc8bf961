"""From a transcript to the messages that a person reads. Pure.

Words that the model was not sure of carry a mark, and the mark its legend. A text that would take more than two
messages comes as a file, with its beginning as the message. Spoken words are sent as they are, without a parse mode.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dabir_bot import texts
from dabir_bot.errors import sentence
from dabir_bot.splitting import beginning, directed, ending, isolated, split, units
from dabir_bot.status import Status, number, status_line
from dabir_core.errors import (
    AudioError,
    DabirError,
    DecoderMissing,
    SourceIsFolder,
    SourceMissing,
    SourceUnreadable,
)
from dabir_core.formats import Kind, render
from dabir_core.formats.plain_text import paragraphs
from dabir_core.link_errors import FetchError, LinkToolMissing
from dabir_core.sentences import Language
from dabir_core.text import Digits
from dabir_core.text.digits import with_digits
from dabir_core.transcript import Segment, Transcript, WarningKind
from dabir_core.units import clock

FILE_FROM = 8000
"""Units of a text from which on it comes as a file."""
_BEGINNING = 1000
_GROWING = 3500


@dataclass(frozen=True, slots=True)
class View:
    """How a person wants a text: the bot's language, whether lines begin with their times, whether it comes late.

    title    the first line, which tells the sound from others of the same message, or nothing
    """

    speaks: Language = "fa"
    has_times: bool = False
    is_late: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """At least one message; `document`, if any, is the whole text as a file."""

    messages: tuple[str, ...]
    document: str = ""


def reply(transcript: Transcript, view: View) -> Reply:
    """The messages that tell what was said."""
    notes = _notes(transcript, view)
    if not transcript.text.strip():
        return Reply((titled(view.title, "\n".join([texts.NO_SPEECH(view.speaks), *notes])),))
    body = body_text(transcript, view)
    if units(body) > FILE_FROM:
        return _filed(transcript, view, notes)
    legend = _legend(body, view.speaks)
    whole = "\n\n".join([body, *(["\n".join([*legend, *notes])] if legend or notes else [])])
    return Reply(split(titled(view.title, whole)))


def body_text(transcript: Transcript, view: View) -> str:
    """What was said, line by line, with the marks of what may be wrong, without any legend."""
    marked = replace(transcript, segments=tuple(_marked(transcript)))
    lines = []
    for paragraph in paragraphs(marked):
        text = directed(paragraph.text, language=paragraph.language)
        lines.append(f"[{_time(paragraph.start, view.speaks)}] {text}" if view.has_times else text)
    return "\n".join(lines)


def titled(title: str, text: str) -> str:
    """The text under its title, if it has one."""
    return f"{title}\n{text}" if title else text


def growing(status: Status, speaks: Language) -> str:
    """What is written so far, its end if it is long, and how far that is."""
    line = status_line(status, speaks)
    if not status.text.strip():
        return line
    return f"{directed(ending(status.text.strip(), _GROWING), language='fa')}\n\n{line}"


def failure(error: DabirError, *, name: str, speaks: Language) -> str:
    """What happened and what to do; what is the operator's business is not told in detail.

    An error about a file speaks of the name that its sender gave it, never of where it lies on our disk.
    """
    if isinstance(error, DecoderMissing | SourceMissing | SourceIsFolder | SourceUnreadable):
        return texts.SERVER_TROUBLE(speaks)
    if isinstance(error, AudioError):
        return sentence(type(error)(isolated(name)), speaks)
    is_theirs = isinstance(error, FetchError) and not isinstance(error, LinkToolMissing)
    if is_theirs or type(error).__module__.startswith("dabir_bot."):
        return sentence(error, speaks)
    return texts.SERVER_TROUBLE(speaks)


def _filed(transcript: Transcript, view: View, notes: Sequence[str]) -> Reply:
    body = body_text(transcript, view)
    words = number(len(transcript.text.split()), view.speaks)
    about = [
        beginning(body, _BEGINNING),
        "\n".join([texts.WHOLE_IN_FILE(view.speaks, words=words), *_legend(body, view.speaks), *notes]),
    ]
    document = f"{body}\n" if view.has_times else render(transcript, Kind.TXT)
    return Reply(split(titled(view.title, "\n\n".join(about))), document)


def _marked(transcript: Transcript) -> Iterator[Segment]:
    doubtful = [_is_within(segment, transcript, WarningKind.LOW_CONFIDENCE) for segment in transcript.segments]
    for place, segment in enumerate(transcript.segments):
        begins = doubtful[place] and not (place and doubtful[place - 1])
        ends = doubtful[place] and not any(doubtful[place + 1 : place + 2])
        has_gap = _is_within(segment, transcript, WarningKind.TEXT_UNFINISHED)
        marks = [*([texts.DOUBTFUL_MARK] if ends else []), *([texts.GAP_MARK] if has_gap else [])]
        yield replace(segment, text=" ".join([*([texts.DOUBTFUL_MARK] if begins else []), segment.text, *marks]))


def _is_within(segment: Segment, transcript: Transcript, kind: WarningKind) -> bool:
    return any(
        warning.start < segment.end and segment.start < warning.end
        for warning in transcript.warnings
        if warning.kind is kind
    )


def _legend(body: str, speaks: Language) -> list[str]:
    marks = ((texts.DOUBTFUL_MARK, texts.DOUBTFUL), (texts.GAP_MARK, texts.GAPS))
    return [legend(speaks) for mark, legend in marks if mark in body]


def _notes(transcript: Transcript, view: View) -> list[str]:
    has_lost = any(warning.kind is WarningKind.AUDIO_LOST for warning in transcript.warnings)
    notes = [texts.SOUND_LOST(view.speaks)] if has_lost else []
    return [*notes, texts.LATE(view.speaks)] if view.is_late else notes


def _time(start: float, speaks: Language) -> str:
    return with_digits(clock(int(start)), Digits.PERSIAN if speaks == "fa" else Digits.LATIN)

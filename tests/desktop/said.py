"""Transcripts and items for tests of the library."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from dabir_core.transcript import EndedBy, Origin, Segment, Transcript, TranscriptWarning, WarningKind, Word
from dabir_desktop.library import Keep, Kind, Library, NewItem

SECONDS_OF_SEGMENT = 5.0
NOON = datetime(2026, 11, 23, 12, 0, 0)


def transcript(*texts: str, model: str = "small") -> Transcript:
    """A segment of five seconds for each text."""
    segments = tuple(_segment(number, text) for number, text in enumerate(texts))
    return Transcript(segments, len(texts) * SECONDS_OF_SEGMENT, "fa", 0.75, model)


def full_transcript() -> Transcript:
    """One in which every field says something of its own."""
    word = Word("می‌روم", 0.1, 0.30000000000000004, 0.1234567890123)
    segment = Segment(0.1, 2.5, "می‌روم «😀»\nبعد", "fa", (word,), -0.5, 0.25, EndedBy.TOKEN_CAP, 0.5)
    warning = TranscriptWarning(WarningKind.LOW_CONFIDENCE, 0.0, 2.5, 2.5)
    origin = Origin("https://example.org/a?b=c", "عنوان", 12.5)
    return Transcript((segment, Segment(3.0, 4.0, "", "en")), 12.25, "fa", 0.875, "vhdm/small", (warning,), origin)


def new_item(*texts: str, title: str = "جلسه", came: datetime = NOON, sound: Path = Path("/nowhere/a.mp3")) -> NewItem:
    """A file of the user's with these texts; none makes an item without a transcript."""
    return NewItem(title, sound, Kind.FILE, Keep.THEIRS, transcript(*texts) if texts else None, came)


@contextmanager
def library_in(folder: Path) -> Iterator[Library]:
    """A library in that folder."""
    with Library(folder / "library.sqlite3") as library:
        yield library


def _segment(number: int, text: str) -> Segment:
    start = number * SECONDS_OF_SEGMENT
    return Segment(start, start + SECONDS_OF_SEGMENT, text, "fa", (Word(text, start, start + 1.0, 0.9),))

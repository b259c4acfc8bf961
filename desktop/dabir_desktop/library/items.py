"""What the library holds and what it answers, as frozen values. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from dabir_core.transcript import Transcript
from dabir_core.units import Seconds

ItemId = int
"""The second in which an item came, since 1970, moved on while another has it: ids order items as time does."""


class Kind(StrEnum):
    """Where the sound of an item is from."""

    RECORDING = "recording"
    FILE = "file"
    LINK = "link"


class Keep(StrEnum):
    """Whose an item's sound is."""

    THEIRS = "theirs"
    """The user's own file: played from where it is, never changed, copied or deleted."""
    OURS = "ours"
    """A recording or a fetched file of ours: stays where it is, and is deleted for good with its item."""
    COPY = "copy"
    """The user's own file, of which the library takes a copy; the copy is ours."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """What is put into the library; `transcript` is None until there is one, `came` is now where None."""

    title: str
    sound: Path
    kind: Kind
    keep: Keep
    transcript: Transcript | None = None
    came: datetime | None = None
    duration: Seconds = 0.0
    """Of the sound, as far as it is known; a transcript knows better."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list; `came` is local time, `first_line` the beginning of the text («» where there is none)."""

    id: ItemId
    title: str
    kind: Kind
    duration: Seconds
    model: str
    language: str
    first_line: str
    has_text: bool

    @property
    def came(self) -> datetime:
        """When it came, in local time."""
        return came(self.id)


def came(item: ItemId) -> datetime:
    """When an item came, in local time."""
    return datetime.fromtimestamp(item).astimezone()


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text as it was written, and from where to where in it (start, end) it is what was asked for."""

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in an item's text: this sign of the text of the segment that begins at `start` of its sound."""

    start: Seconds
    sign: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where something was found: its first word there, and what is shown of the segment around."""

    item: ItemId
    spot: Spot
    snippet: Snippet

    @property
    def start(self) -> Seconds:
        """When the segment begins."""
        return self.spot.start

"""Which word is spoken at a moment, and where it stands in a text that is written as it comes. Pure."""

from bisect import bisect_right
from dataclasses import dataclass

from dabir_core.transcript import Segment
from dabir_core.units import Seconds


@dataclass(frozen=True, slots=True)
class Place:
    """A word from its first letter to behind its last one, and when it is spoken."""

    first: int
    behind: int
    start: Seconds
    end: Seconds


class LitWords:
    """The text so far, and its words' places."""

    def __init__(self) -> None:
        self.text = ""
        self._places: list[Place] = []

    def append(self, segment: Segment) -> None:
        """One more segment, behind those before."""
        words = [(word.text.strip(), word.start, word.end) for word in segment.words]
        for text, start, end in words or [(segment.text.strip(), segment.start, segment.end)]:
            if self.text:
                self.text += " "
            self._places.append(Place(len(self.text), len(self.text) + len(text), start, end))
            self.text += text

    def at(self, seconds: Seconds) -> Place | None:
        """The word that is spoken then, or was last within a pause of half a second."""
        number = bisect_right([place.start for place in self._places], seconds) - 1
        if number < 0 or seconds > self._places[number].end + 0.5:
            return None
        return self._places[number]

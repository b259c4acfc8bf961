"""Which part of a recording a picture of it shows. Pure."""

from dataclasses import dataclass, replace
from typing import Final

from dabir_core.units import Seconds

SHORTEST: Final[Seconds] = 8.0
"""What is shown at the largest: at one loudness for each 40 ms there is nothing more to see in less."""
_HAIR: Final[Seconds] = 1e-6
_BEFORE: Final = 0.1
"""Where in the picture a place stands to which it was turned, as a share of its width."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`length` seconds from `start` on, within a recording of `duration`."""

    duration: Seconds
    start: Seconds
    length: Seconds

    @property
    def end(self) -> Seconds:
        """The first place after it."""
        return self.start + self.length

    @property
    def is_whole(self) -> bool:
        """Whether nothing lies outside of it."""
        return self.length >= self.duration

    def shows(self, place: Seconds) -> bool:
        """Whether that place is in it, or at one of its edges."""
        return self.start - _HAIR <= place <= self.end + _HAIR

    def share(self, place: Seconds) -> float:
        """How far from its left edge a place stands: 0 there, 1 at the right edge, beyond for what is not shown."""
        return (place - self.start) / self.length if self.length else 0.0

    def place(self, share: float) -> Seconds:
        """The place at so much of its width; the nearest edge outside of it."""
        return self.start + max(0.0, min(1.0, share)) * self.length

    def zoomed(self, factor: float, *, about: Seconds) -> "Excerpt":
        """So many times as large; the place `about` stays where it is in the picture, if that can be."""
        length = min(self.duration, max(SHORTEST, self.length / factor))
        return replace(self, length=length)._begun_at(about - self.share(about) * length)

    def moved(self, by: Seconds) -> "Excerpt":
        """Later or earlier, as far as there is something to show."""
        return self._begun_at(self.start + by)

    def holding(self, place: Seconds) -> "Excerpt":
        """Moved no farther than it takes to show that place."""
        return self._begun_at(min(max(self.start, place - self.length), place))

    def turned_to(self, place: Seconds) -> "Excerpt":
        """The page that begins a little before that place, unless it is shown already."""
        return self if self.shows(place) else self._begun_at(place - _BEFORE * self.length)

    def lengthened(self, duration: Seconds) -> "Excerpt":
        """The same of a recording that turned out to be of another length; all of it if it was all."""
        if self.is_whole:
            return whole(duration)
        return replace(self, duration=duration, length=min(self.length, duration))._begun_at(self.start)

    def _begun_at(self, start: Seconds) -> "Excerpt":
        return replace(self, start=max(0.0, min(start, self.duration - self.length)))


def whole(duration: Seconds) -> Excerpt:
    """All of a recording."""
    return Excerpt(duration, 0.0, duration)

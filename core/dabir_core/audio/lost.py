"""Where sound is missing: the damaged places of a recording, joined when they lie close together."""

from dataclasses import dataclass
from typing import Final

from dabir_core.units import Seconds

_JOIN: Final[Seconds] = 1.0  # a badly damaged hour then makes some thousand places at most


@dataclass(frozen=True, slots=True)
class LostAudio:
    """A place where the file is damaged.

    `start` is a time in the decoded sound, which closes up over what is lost; `duration` is what is missing there as
    far as the container tells (0: unknown); `packets` is how many pieces could not be decoded.
    """

    start: Seconds
    duration: Seconds
    packets: int


class LossLog:
    """Collects damage in the order of time."""

    def __init__(self) -> None:
        self._places: list[LostAudio] = []

    @property
    def places(self) -> tuple[LostAudio, ...]:
        """The damaged places so far."""
        return tuple(self._places)

    def add(self, start: Seconds, duration: Seconds) -> None:
        """Notes one more damaged packet, at or after the last one."""
        last = self._places[-1] if self._places else None
        if last is None or start - last.start > _JOIN:
            self._places.append(LostAudio(start, duration, packets=1))
        else:
            self._places[-1] = LostAudio(last.start, last.duration + duration, packets=last.packets + 1)

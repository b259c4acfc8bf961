"""What waits to be heard, and which place of the file is heard at a frame of the output. No Qt, no device.

A deck's thread puts pieces in, the device's callback takes frames out; both only hold the lock for the time of a copy.
Each piece knows its place and its tempo, so the place that is heard is exact after any number of changes.

Legend: T frames of the output, at 48 kHz.
"""

import threading
from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dabir_core.units import Seconds

OUTPUT_RATE_HZ: Final = 48_000
"""What every sound server and most devices run at; the others convert."""

_MOST_MARKS: Final = 4096
"""More than any output holds back; a place that nobody asks for shall not take memory."""

Stereo = NDArray[np.float32]
"""(T, 2) float32 in [-1, 1] at 48 kHz."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Sound as it will be heard: its first frame stands at `start` in the file, which goes by at `tempo`."""

    samples: Stereo
    start: Seconds
    tempo: float

    def after(self, frames: int) -> "Piece":
        """What is left of it when so many frames were taken."""
        return Piece(self.samples[frames:], self.start + frames * self.tempo / OUTPUT_RATE_HZ, self.tempo)


@dataclass(frozen=True, slots=True)
class _Mark:
    """From this frame of the output on the file is heard from `start` on."""

    frame: int
    start: Seconds
    tempo: float


class Line:
    """The way from a deck to one opened output, which takes its frames from 0 on."""

    def __init__(self, at: Seconds) -> None:
        """Begins with the file at that place."""
        self._lock = threading.Lock()
        self._pieces: deque[Piece] = deque()
        self._marks: deque[_Mark] = deque([_Mark(0, at, 0.0)], _MOST_MARKS)
        self._taken = 0
        self._waiting = 0
        self._end: int | None = None
        self._is_finished = False

    def jump(self, at: Seconds) -> None:
        """Drops what waits; what is put from now on begins at that place."""
        with self._lock:
            self._pieces.clear()
            self._waiting, self._end, self._is_finished = 0, None, False
            self._marks = deque([_Mark(self._taken, at, 0.0)], _MOST_MARKS)

    def put(self, piece: Piece) -> None:
        """Adds a piece at the end."""
        with self._lock:
            self._pieces.append(piece)
            self._waiting += len(piece.samples)

    def finish(self) -> None:
        """Nothing more comes."""
        with self._lock:
            self._is_finished = True
            self._note_end()

    def take(self, frames: int) -> Stereo:
        """The next frames for the device, (T, 2); silence where nothing waits, which stands still in the file."""
        taken = np.zeros((frames, 2), np.float32)
        with self._lock:
            filled = 0
            while filled < frames and self._pieces:
                filled += self._move(taken[filled:], self._taken + filled)
            if filled < frames:
                self._mark(self._taken + filled, self._place(self._taken + filled), 0.0)
            self._taken += frames
            self._note_end()
        return taken

    @property
    def waiting(self) -> Seconds:
        """How long it lasts what waits."""
        return self._waiting / OUTPUT_RATE_HZ

    def position(self, heard: int) -> Seconds:
        """The place in the file that is heard at that frame of the output; before a jump is heard, where it leads."""
        with self._lock:
            while len(self._marks) > 1 and self._marks[1].frame <= heard:
                self._marks.popleft()
            return self._place(heard)

    def is_over(self, heard: int) -> bool:
        """Whether all of it has been heard by that frame."""
        with self._lock:
            return self._end is not None and heard >= self._end

    def _move(self, room: Stereo, frame: int) -> int:
        """Fills the room from the first piece; gives how many frames."""
        piece = self._pieces.popleft()
        count = min(len(room), len(piece.samples))
        room[:count] = piece.samples[:count]
        self._mark(frame, piece.start, piece.tempo)
        if count < len(piece.samples):
            self._pieces.appendleft(piece.after(count))
        self._waiting -= count
        return count

    def _mark(self, frame: int, start: Seconds, tempo: float) -> None:
        if self._marks[-1].frame == frame:
            self._marks.pop()
        self._marks.append(_Mark(frame, start, tempo))

    def _place(self, frame: int) -> Seconds:
        mark = next((mark for mark in reversed(self._marks) if mark.frame <= frame), self._marks[0])
        return mark.start + max(0, frame - mark.frame) * mark.tempo / OUTPUT_RATE_HZ

    def _note_end(self) -> None:
        if self._is_finished and not self._pieces and self._end is None:
            self._end = self._marks[-1].frame if self._marks[-1].tempo == 0.0 else self._taken

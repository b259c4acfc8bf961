"""One run of a file into an opened output, from a play to the next pause: jumps and changes of tempo are part of it."""

from collections.abc import Iterator
from typing import Final

from dabir_core.units import Seconds
from dabir_desktop.playing.line import Line, Piece
from dabir_desktop.playing.output import OpensOutput
from dabir_desktop.playing.sound_file import SoundFile
from dabir_desktop.playing.stretching import Stretcher

AHEAD: Final[Seconds] = 0.3
"""What is decoded ahead, for a machine that is busy; so late a new tempo is heard, beside the device's own delay."""


class Run:
    """Fed by one thread; its position may be asked for in any."""

    def __init__(self, file: SoundFile, at: Seconds, tempo: float, *, open_output: OpensOutput) -> None:
        self._file = file
        self._line = Line(at)
        self._tempo, self._is_read = tempo, False
        self._stretcher = Stretcher(at, tempo)
        self._blocks = file.read(at)
        while self.is_hungry:  # else the device begins with silence
            self.read_on()
        self.output = open_output(self._line.take)

    @property
    def position(self) -> Seconds:
        """The place that is heard now."""
        return self._line.position(self.output.heard)

    @property
    def is_over(self) -> bool:
        """Whether its last sample was heard."""
        return self._line.is_over(self.output.heard)

    @property
    def is_hungry(self) -> bool:
        """Whether more has to be read."""
        return not self._is_read and self._line.waiting < AHEAD

    def jump(self, at: Seconds, tempo: float) -> None:
        """Goes on from another place."""
        self._line.jump(at)
        self._tempo, self._is_read = tempo, False
        self._stretcher = Stretcher(at, tempo)
        self._blocks = self._file.read(at)

    def change(self, tempo: float) -> None:
        """Goes on at another tempo, without a gap; the same one changes nothing."""
        if tempo != self._tempo:
            self._tempo = tempo
            self._put(self._stretcher.change(tempo))

    def read_on(self) -> None:
        """Decodes a little more."""
        block = next(self._blocks, None)
        if block is not None:
            self._put(self._stretcher.feed(block))
            return
        self._put(self._stretcher.finish())
        self._line.finish()
        self._is_read = True

    def _put(self, pieces: Iterator[Piece]) -> None:
        for piece in pieces:
            self._line.put(piece)

"""Plays one file: a thread that decodes a little ahead of the output, and obeys the newest wish it finds.

    wishes ─► thread: SoundFile ─► Stretcher ─► Line ─► output's callback

A wish says all that is wanted (playing or not, where, how fast), so twenty wishes of a dragged playhead cost one seek.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from dabir_core.errors import DabirError
from dabir_core.units import Seconds
from dabir_desktop.playing.line import Line, Piece, Stereo
from dabir_desktop.playing.output import OpensOutput, Output, open_output
from dabir_desktop.playing.sound_file import SoundFile
from dabir_desktop.playing.stretching import FASTEST, SLOWEST, Stretcher

_LOG = logging.getLogger(__name__)

AHEAD: Final[Seconds] = 0.15
"""What is decoded ahead: so late a new tempo is heard, beside the device's own delay."""
_LOOK: Final[Seconds] = 0.02


@dataclass(frozen=True, slots=True)
class DeckStarted:
    """Sound is on its way; without `has_sound` there is no device, and only the time goes by."""

    has_sound: bool


@dataclass(frozen=True, slots=True)
class DeckEnded:
    """The file was heard to its end."""


@dataclass(frozen=True, slots=True)
class DeckLost:
    """The output device is gone; the deck paused where it was heard last."""


@dataclass(frozen=True, slots=True)
class DeckFailed:
    """The file cannot be played."""

    error: DabirError


DeckEvent = DeckStarted | DeckEnded | DeckLost | DeckFailed


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is wanted; a new `jump` means that `at` counts."""

    is_playing: bool = False
    tempo: float = 1.0
    at: Seconds = 0.0
    jump: int = 0
    is_closed: bool = False


class Deck:
    """One file to be played; its methods never wait and may be called in any thread."""

    def __init__(
        self, path: Path, tell: Callable[[DeckEvent], None], *, output: OpensOutput = open_output
    ) -> None:
        """`tell` is called in the deck's thread."""
        self._path, self._tell, self._open_output = path, tell, output
        self._news = threading.Condition()
        self._wish = _Wish()
        self._running: _Running | None = None
        self._rest: Seconds = 0.0  # where it is while it does not run
        self._obeyed = 0  # the jump that `_running` has taken, or `_rest` says
        self._thread = threading.Thread(target=self._run, daemon=True, name="deck")
        self._thread.start()

    def play(self) -> None:
        """Goes on from where it is."""
        self._want(is_playing=True)

    def pause(self) -> None:
        """Falls silent."""
        self._want(is_playing=False)

    def seek(self, at: Seconds) -> None:
        """Goes to that place, playing or not."""
        with self._news:
            self._wish = replace(self._wish, at=max(0.0, at), jump=self._wish.jump + 1)
            self._news.notify_all()

    def set_tempo(self, tempo: float) -> None:
        """Plays at another tempo, from 0.5 to 2, with its pitch kept."""
        self._want(tempo=max(SLOWEST, min(FASTEST, tempo)))

    def close(self) -> None:
        """Ends it and waits for its thread."""
        self._want(is_closed=True)
        self._thread.join()

    @property
    def position(self) -> Seconds:
        """The place that is heard now, or that will be heard next."""
        with self._news:
            if self._wish.jump != self._obeyed:
                return self._wish.at
            return self._rest if self._running is None else self._running.position

    def _want(self, **wanted: bool | float) -> None:
        with self._news:
            self._wish = replace(self._wish, **wanted)  # type: ignore[arg-type] # each call names one field of its type
            self._news.notify_all()

    def _run(self) -> None:
        try:
            file = SoundFile(self._path)
        except DabirError as error:
            self._tell(DeckFailed(error))
            return
        try:
            while not (wish := self._next()).is_closed:
                self._obey(file, wish)
                if self._running is not None:
                    self._go_on(self._running)
        finally:
            self._rest_at(self._running.position if self._running else self._rest)
            file.close()

    def _next(self) -> _Wish:
        """The newest wish: at once while sound is to be made, else when there is something to do."""
        with self._news:
            running = self._running
            if running is None:
                self._news.wait_for(self._has_to_act)
            elif running.line.waiting >= AHEAD or running.is_read:
                self._news.wait(_LOOK)
            return self._wish

    def _has_to_act(self) -> bool:
        return self._wish.is_closed or self._wish.is_playing or self._wish.jump != self._obeyed

    def _obey(self, file: SoundFile, wish: _Wish) -> None:
        if self._running is None:
            at = wish.at if wish.jump != self._obeyed else self._rest
            if wish.is_playing:
                self._begin(file, replace(wish, at=at))
            else:
                self._rest_at(at, wish.jump)
        elif not wish.is_playing:
            self._rest_at(wish.at if wish.jump != self._obeyed else self._running.position, wish.jump)
        elif wish.jump != self._obeyed:
            with self._news:
                self._running.jump(wish)
                self._obeyed = wish.jump
        elif wish.tempo != self._running.tempo:
            self._running.change(wish.tempo)

    def _begin(self, file: SoundFile, wish: _Wish) -> None:
        running = _Running(file, wish, self._open_output)
        with self._news:
            self._running, self._obeyed = running, wish.jump
        self._tell(DeckStarted(running.output.has_sound))

    def _go_on(self, running: "_Running") -> None:
        if running.output.is_lost:
            self._stop()
            self._tell(DeckLost())
        elif running.is_over:
            self._stop()
            self._tell(DeckEnded())
        elif running.line.waiting < AHEAD:
            running.read_on()

    def _stop(self) -> None:
        """Rests where it is, as if a pause had been asked for."""
        assert self._running is not None
        self._want(is_playing=False)
        self._rest_at(self._running.position)

    def _rest_at(self, at: Seconds, jump: int | None = None) -> None:
        with self._news:
            running, self._running, self._rest = self._running, None, at
            self._obeyed = self._obeyed if jump is None else jump
        if running is not None:
            running.output.end()


class _Running:
    """A file on its way to an opened output."""

    def __init__(self, file: SoundFile, wish: _Wish, open_output: OpensOutput) -> None:
        self._file = file
        self.line = Line(wish.at)
        self._start(wish)
        while self.line.waiting < AHEAD and not self.is_read:  # else the device begins with silence
            self.read_on()
        self.output: Output = open_output(self.line.take)

    @property
    def position(self) -> Seconds:
        """The place that is heard now."""
        return self.line.position(self.output.heard)

    @property
    def is_over(self) -> bool:
        """Whether its last sample was heard."""
        return self.line.is_over(self.output.heard)

    def jump(self, wish: _Wish) -> None:
        """Goes on from another place."""
        self.line.jump(wish.at)
        self._start(wish)

    def change(self, tempo: float) -> None:
        """Goes on at another tempo, without a gap."""
        self.tempo = tempo
        self._put(self._stretcher.change(tempo))

    def read_on(self) -> None:
        """Decodes a little more."""
        block = next(self._blocks, None)
        if block is not None:
            self._put(self._stretcher.feed(block))
        elif not self.is_read:
            self._put(self._stretcher.finish())
            self.line.finish()
            self.is_read = True

    def _start(self, wish: _Wish) -> None:
        self.tempo, self.is_read = wish.tempo, False
        self._stretcher = Stretcher(wish.at, wish.tempo)
        self._blocks: Iterator[Stereo] = self._file.read(wish.at)

    def _put(self, pieces: Iterator[Piece]) -> None:
        for piece in pieces:
            self.line.put(piece)

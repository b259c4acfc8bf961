"""Plays one file at a time: a thread that decodes a little ahead of the output, and obeys the newest wish it finds.

    wishes ─► thread: SoundFile ─► Stretcher ─► Line ─► output's callback

A wish says all that is wanted (which file, playing or not, where, how fast), so twenty wishes of a dragged playhead
cost one seek. Files and devices are opened and let go in that thread alone.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from dabir_core.errors import DabirError
from dabir_core.units import Seconds
from dabir_desktop.playing.output import OpensOutput, open_output
from dabir_desktop.playing.run import Run
from dabir_desktop.playing.sound_file import SoundFile
from dabir_desktop.playing.stretching import FASTEST, SLOWEST

_LOG = logging.getLogger(__name__)
_LOOK: Final[Seconds] = 0.02
_CLOSE_SECONDS: Final[Seconds] = 2.0
"""How long a driver may take to let its device go before it is left behind."""


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
TellsDeckEvent = Callable[[Path, DeckEvent], None]


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is wanted; `at` counts where `jump` is new, which it is with each new file."""

    path: Path | None = None
    is_playing: bool = False
    tempo: float = 1.0
    at: Seconds = 0.0
    jump: int = 0
    is_closed: bool = False


class Deck:
    """Plays files; only `close` waits, and all of it may be called in any thread."""

    def __init__(self, tell: TellsDeckEvent, *, output: OpensOutput = open_output) -> None:
        """`tell` is called in the deck's thread, with the file that it is about."""
        self._tell, self._open_output = tell, output
        self._news = threading.Condition()
        self._wish = _Wish()
        self._path: Path | None = None
        self._file: SoundFile | None = None
        self._run: Run | None = None
        self._rest: Seconds = 0.0  # where it is while it does not run
        self._obeyed = 0  # the jump that the run, or `_rest`, has taken
        self._thread = threading.Thread(target=self._live, daemon=True, name="deck")
        self._thread.start()

    def open(self, path: Path | None) -> None:
        """Takes another file, or none, paused at its start."""
        with self._news:
            self._wish = replace(self._wish, path=path, is_playing=False, at=0.0, jump=self._wish.jump + 1)
            self._news.notify_all()

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
        with self._news:
            self._wish = replace(self._wish, tempo=max(SLOWEST, min(FASTEST, tempo)))
            self._news.notify_all()

    def close(self) -> None:
        """Ends it, and waits for the device to be let go."""
        with self._news:
            self._wish = replace(self._wish, is_closed=True)
            self._news.notify_all()
        self._thread.join(_CLOSE_SECONDS)

    @property
    def position(self) -> Seconds:
        """The place that is heard now, or that will be heard next."""
        with self._news:
            if self._wish.jump != self._obeyed:
                return self._wish.at
            return self._rest if self._run is None else self._run.position

    def _want(self, *, is_playing: bool) -> None:
        with self._news:
            self._wish = replace(self._wish, is_playing=is_playing)
            self._news.notify_all()

    def _live(self) -> None:
        while not (wish := self._next()).is_closed:
            try:
                self._serve(wish)
            except Exception as error:  # the thread's outermost edge: one file's fault is not the next one's
                _LOG.exception("playing failed")
                self._give_up(wish, DabirError(detail=type(error).__name__))
        self._halt(0.0)
        self._let_go()

    def _serve(self, wish: _Wish) -> None:
        if wish.path != self._path:
            self._exchange(wish)
        else:
            self._obey(wish)
        if self._run is not None:
            self._go_on(self._run)

    def _give_up(self, wish: _Wish, error: DabirError) -> None:
        self._halt(wish.at)
        self._let_go()
        self._obeyed = wish.jump
        self._want(is_playing=False)
        if wish.path is not None:
            self._tell(wish.path, DeckFailed(error))

    def _next(self) -> _Wish:
        """The newest wish: at once while sound is to be made, else when there is something to do."""
        with self._news:
            if self._run is None:
                self._news.wait_for(lambda: self._wish.is_closed or self._wish.is_playing or self._is_behind)
            elif not self._run.is_hungry and not self._is_behind:
                self._news.wait(_LOOK)
            return self._wish

    @property
    def _is_behind(self) -> bool:
        """Whether there is a jump that was not taken yet."""
        return self._wish.jump != self._obeyed

    def _exchange(self, wish: _Wish) -> None:
        self._halt(wish.at)
        self._let_go()
        self._path = wish.path
        try:
            self._file = None if wish.path is None else SoundFile(wish.path)
        except DabirError as error:
            self._give_up(wish, error)
        self._obeyed = wish.jump

    def _obey(self, wish: _Wish) -> None:
        is_new = wish.jump != self._obeyed
        if self._run is None:
            self._rest, self._obeyed = (wish.at if is_new else self._rest), wish.jump
            if wish.is_playing:
                self._begin(wish)
        elif not wish.is_playing:
            self._halt(wish.at if is_new else self._run.position)
            self._obeyed = wish.jump
        elif is_new:
            self._run.jump(wish.at, wish.tempo)
            self._obeyed = wish.jump
        else:
            self._run.change(wish.tempo)

    def _begin(self, wish: _Wish) -> None:
        if self._file is None:  # it failed, or there is none
            self._want(is_playing=False)
            return
        assert wish.path is not None
        self._run = Run(self._file, self._rest, wish.tempo, open_output=self._open_output)
        self._tell(wish.path, DeckStarted(self._run.output.has_sound))

    def _go_on(self, run: Run) -> None:
        if run.output.is_lost:
            self._rest_here(run, DeckLost())
        elif run.is_over:
            self._rest_here(run, DeckEnded())
        elif run.is_hungry:
            run.read_on()

    def _rest_here(self, run: Run, event: DeckEvent) -> None:
        """Stops by itself, as if a pause had been asked for."""
        assert self._path is not None
        self._want(is_playing=False)
        self._halt(run.position)
        self._tell(self._path, event)

    def _halt(self, at: Seconds) -> None:
        with self._news:
            run, self._run, self._rest = self._run, None, at
        if run is not None:
            run.output.end()

    def _let_go(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

"""How far a recording has grown: told by the thread that writes it, waited for by those that read along.

A lock is held for the time of a few assignments, so no reader can hold the writer up.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dabir_core.record.recording import Gap, GapKind
from dabir_core.record.wave_file import WaveFormat


@dataclass(frozen=True, slots=True)
class Break:
    """A gap in frames: `silence` frames stand from frame `start` on."""

    start: int
    silence: int
    kind: GapKind


@dataclass(frozen=True, slots=True)
class Grown:
    """A recording at one moment: where it is, how long, where broken, and whether that is all."""

    path: Path
    form: WaveFormat
    frames: int
    breaks: tuple[Break, ...]
    is_over: bool


class Growth:
    """One recording's growth, from before its first sample to its end."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._file: tuple[Path, WaveFormat] | None = None
        self._frames = 0
        self._breaks: tuple[Break, ...] = ()
        self._is_over = False

    def begin(self, path: Path, form: WaveFormat) -> None:
        """The file is there, and holds nothing."""
        with self._news:
            self._file = path, form

    def grow(self, frames: int) -> None:
        """So many frames more can be read."""
        with self._news:
            self._frames += frames
            self._news.notify_all()

    def add_break(self, silence: int, kind: GapKind) -> None:
        """A gap at the end, with so many frames of silence, which can be read."""
        with self._news:
            self._breaks = (*self._breaks, Break(self._frames, silence, kind))
            self._frames += silence
            self._news.notify_all()

    def follow(self, grown: Grown | None, *, is_over: bool) -> None:
        """Stands where the same recording does in the process that makes it."""
        with self._news:
            if grown is not None:
                self._file, self._frames, self._breaks = (grown.path, grown.form), grown.frames, grown.breaks
            self._is_over = is_over
            self._news.notify_all()

    def finish(self) -> None:
        """Nothing more comes."""
        with self._news:
            self._is_over = True
            self._news.notify_all()

    def now(self) -> Grown | None:
        """How far it is; None before the first sample."""
        with self._news:
            return self._grown()

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes, perhaps without a first sample."""
        return self._is_over

    def wait(self, is_enough: Callable[[Grown | None], bool], timeout: float | None) -> bool:
        """Waits for `is_enough`, or for the end; whether either came in that time."""
        with self._news:
            return self._news.wait_for(lambda: self._is_over or is_enough(self._grown()), timeout)

    def gaps(self) -> tuple[Gap, ...]:
        """The gaps so far, in seconds."""
        grown = self.now()
        if grown is None:
            return ()
        rate_hz = grown.form.rate_hz
        return tuple(Gap(gap.start / rate_hz, gap.silence / rate_hz, gap.kind) for gap in grown.breaks)

    def _grown(self) -> Grown | None:
        if self._file is None:
            return None
        return Grown(*self._file, self._frames, self._breaks, self._is_over)

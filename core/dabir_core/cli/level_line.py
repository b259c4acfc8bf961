"""The line that a person sees while a recording goes on: its length, and how loud it is now.

On a terminal it is drawn anew ten times a second; in a pipe or a log there is none, only the notes.
"""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Final, Protocol, Self

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from dabir_core.audio.level import Level
from dabir_core.cli.reporter import PlainReporter, TerminalReporter
from dabir_core.record import SessionState
from dabir_core.units import Seconds, clock

_LOWEST_DB: Final = -60.0
_WIDTH: Final = 30
_LOUD_DB, _QUIET_DB = -6.0, -40.0
_CLIPPED_SHOWN_SECONDS: Final = 2.0
_SIGNS: Final = {
    SessionState.RECORDING: ("●", "red"),
    SessionState.PAUSED: ("‖", "yellow"),
    SessionState.WAITING: ("…", "yellow"),
    SessionState.STOPPED: (" ", ""),
}


class LevelLine(Protocol):
    """Shows a recording under way, inside a `with` statement."""

    def show(self, state: SessionState, seconds: Seconds, level: Level) -> None:
        """How it is now."""

    def note(self, message: str) -> None:
        """A message for the person."""

    def hurry(self) -> None:
        """What was begun is not waited for at the end."""

    def __enter__(self) -> Self:
        """Begins."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends."""


class PlainLine:
    """Notes only."""

    def __init__(self) -> None:
        self._reporter = PlainReporter()

    def show(self, state: SessionState, seconds: Seconds, level: Level) -> None:
        """See LevelLine."""

    def note(self, message: str) -> None:
        """See LevelLine."""
        self._reporter.note(message)

    def hurry(self) -> None:
        """See LevelLine."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """See LevelLine."""


class TerminalLine:
    """A line that is drawn anew, with notes above it and what `below` gives under it."""

    def __init__(self, console: Console, below: Callable[[], Text] = Text) -> None:
        self._below = below
        self._reporter = TerminalReporter(console)
        self._live = Live(console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
        self._clipped_until: Seconds = 0.0

    def show(self, state: SessionState, seconds: Seconds, level: Level) -> None:
        """See LevelLine."""
        now = time.monotonic()
        if level.is_clipped:
            self._clipped_until = now + _CLIPPED_SHOWN_SECONDS
        drawn, below = line(state, seconds, level, is_clipped=now < self._clipped_until), self._below()
        self._live.update(Group(drawn, below) if below else drawn)

    def note(self, message: str) -> None:
        """See LevelLine."""
        self._reporter.note(message)

    def hurry(self) -> None:
        """See LevelLine."""

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()


def line(state: SessionState, seconds: Seconds, level: Level, *, is_clipped: bool) -> Text:
    """«● 0:12 ━━━━━━━━━━────── -23 dB»; the bar is the peak from -60 dBFS to full scale."""
    sign, colour = _SIGNS[state]
    full = round(_WIDTH * (1 - max(level.peak_db, _LOWEST_DB) / _LOWEST_DB))
    loudness = "red" if level.peak_db > _LOUD_DB else "green" if level.peak_db > _QUIET_DB else "yellow"
    drawn = Text(no_wrap=True, overflow="ellipsis")
    drawn.append(f"{sign} ", style=colour)
    drawn.append(f"{clock(int(seconds))} ")
    drawn.append("━" * full, style=loudness)
    drawn.append("─" * (_WIDTH - full), style="dim")
    drawn.append(f" {max(level.peak_db, _LOWEST_DB):4.0f} dB")
    if is_clipped:
        drawn.append("  too loud · خیلی بلند", style="bold red")
    return drawn


def level_line(below: Callable[[], Text] = Text) -> LevelLine:
    """The one that fits standard error."""
    console = Console(stderr=True)
    return TerminalLine(console, below) if console.is_terminal else PlainLine()

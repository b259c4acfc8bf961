"""What a person sees while files are transcribed: text on standard output, everything else on standard error.

On a terminal a bar with the time left (rich); in a pipe or a log plain lines, one for each tenth of a file.
"""

import math
import os
import sys
import time
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from dabir_core.fetch import Received
from dabir_core.progress import Progress
from dabir_core.transcript import Segment

_UNSEEN = dict.fromkeys([*range(0x0A), *range(0x0B, 0x20), *range(0x7F, 0xA0)], "\ufffd")
"""Control characters but the line break: in a file's name they could steer the terminal."""


class Reporter(Protocol):
    """Shows one run over several files; `begin` … `end` enclose each file."""

    def begin(self, name: str, *, place: str) -> None:
        """A file is taken up; `place` says which of how many."""

    def advance(self, progress: Progress | Received) -> None:
        """More of the file is finished, or here."""

    def show(self, segment: Segment) -> None:
        """A segment's text is finished."""

    def note(self, message: str) -> None:
        """A message for the person; may have several lines."""

    def end(self) -> None:
        """The file is done, well or not."""


class PlainReporter:
    """Lines for pipes and logs."""

    def __init__(self) -> None:
        self._name = ""
        self._started = 0.0
        self._tenth = 0

    def begin(self, name: str, *, place: str) -> None:
        """See Reporter."""
        self._name, self._started, self._tenth = one_line(name), time.monotonic(), 0
        self.note(f"{place}{self._name}")

    def advance(self, progress: Progress | Received) -> None:
        """See Reporter; a length that is unknown gives no lines."""
        done, total, unit = _measured(progress)
        if not total:
            return
        tenth = math.floor(10 * done / total)
        if self._tenth < tenth < 10:
            self._tenth = tenth
            left = (time.monotonic() - self._started) * (total / done - 1)
            self.note(f"{self._name}: {done:.0f} {unit} of {total:.0f} {unit}, {left:.0f} s left")

    def show(self, segment: Segment) -> None:
        """See Reporter."""
        print(segment.text, flush=True)

    def note(self, message: str) -> None:
        """See Reporter."""
        print(message.translate(_UNSEEN), file=sys.stderr, flush=True)

    def end(self) -> None:
        """See Reporter."""


class TerminalReporter:
    """A bar with the time left on standard error; text above it where both streams are the same terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar: Bar | None = None

    def begin(self, name: str, *, place: str) -> None:
        """See Reporter."""
        self._bar = Bar(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
            redirect_stdout=False,  # rich would turn `> text.txt` back to the terminal
            redirect_stderr=False,
        )
        self._bar.add_task(f"{place}{one_line(name)}", total=None)
        self._bar.start()

    def advance(self, progress: Progress | Received) -> None:
        """See Reporter."""
        done, total, _ = _measured(progress)
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=done, total=total)

    def show(self, segment: Segment) -> None:
        """See Reporter; standard output that is no terminal gets the text as it is."""
        if sys.stdout.isatty():
            self._console.out(segment.text, highlight=False)
        else:
            print(segment.text, flush=True)

    def note(self, message: str) -> None:
        """See Reporter."""
        self._console.out(message.translate(_UNSEEN), highlight=False)

    def end(self) -> None:
        """See Reporter."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _measured(progress: Progress | Received) -> tuple[float, float | None, str]:
    """How much of how much, and the unit."""
    if isinstance(progress, Progress):
        return progress.done, progress.total, "s"
    total_bytes = progress.total_bytes
    return progress.done_bytes / 1e6, None if total_bytes is None else total_bytes / 1e6, "MB"


def one_line(name: str) -> str:
    """A file's name for one line of a screen: control characters in it are shown as «�»."""
    return name.translate(_UNSEEN | {ord("\n"): "\ufffd"})


def drop_standard_output() -> None:
    """Sends what is still to be written there to nowhere, since Python flushes it once more when it leaves.

    Source: Python's library reference, signal, "Note on SIGPIPE".
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def reporter() -> Reporter:
    """The one that fits standard error."""
    console = Console(stderr=True)
    return TerminalReporter(console) if console.is_terminal else PlainReporter()

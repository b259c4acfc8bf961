"""How far each step of a command is, on standard error: bars with the time left on a terminal, else a line a tenth."""

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn


class StepBars:
    """Shows steps as they are told: called with a step's name, how much of it is done, and of how much."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
        self._bars = Progress(*columns, TimeRemainingColumn(), console=self._console)
        self._tasks: dict[str, TaskID] = {}
        self._lines: dict[str, _Line] = {}

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def __call__(self, step: str, done: int, total: int | None) -> None:
        """So many of so many are done; None where nobody knows how many there are."""
        if not self._console.is_terminal:
            self._lines.setdefault(step, _Line(step)).show(done, total)
            return
        if step not in self._tasks:
            self._tasks[step] = self._bars.add_task(step, total=None)
        self._bars.update(self._tasks[step], completed=done, total=total)


class _Line:
    """One step in a log."""

    def __init__(self, step: str) -> None:
        self._step = step
        self._tenth = 0
        self._began = time.monotonic()

    def show(self, done: int, total: int | None) -> None:
        """Writes a line for each tenth; nothing while the total is unknown."""
        tenth = 10 * done // total if total else 0
        if tenth > self._tenth:
            self._tenth = tenth
            left = (time.monotonic() - self._began) * ((total or done) / done - 1)
            print(f"{self._step}: {done} of {total}, {left:.0f} s left", file=sys.stderr, flush=True)

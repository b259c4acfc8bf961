"""What a person sees while a model is installed: bytes, speed and time left, on standard error."""

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from dabir_core.cli.batch import on_interrupt
from dabir_core.cli.exits import EXIT_CANCELLED
from dabir_core.cli.reporter import Reporter, one_line
from dabir_core.models import InstallProgress, InstallProgressCallback, Stage
from dabir_core.progress import CancelToken
from dabir_core.readable import readable_bytes

_STAGES = {
    Stage.WAITING: "another Dabir installs this model; waiting · دبیر دیگری همین مدل را نصب می‌کند؛ صبر می‌کنیم",
    Stage.ASKING: "asking the hub · پرسیدن از مخزن",
    Stage.DOWNLOADING: "downloading · دانلود",
    Stage.COPYING: "copying · کپی",
    Stage.CHECKING: "checking · بررسی",
}


@contextmanager
def install_progress(screen: Reporter, name: str) -> Iterator[InstallProgressCallback]:
    """Shows what is told inside: a bar on a terminal, lines elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines(screen, name).tell
        return
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task(one_line(name), total=None)

    def tell(progress: InstallProgress) -> None:
        told = f"{one_line(name)}: {_STAGES[progress.stage]}"
        bar.update(task, description=told, completed=progress.done_bytes, total=progress.total_bytes or None)

    with bar:
        yield tell


@contextmanager
def stopping() -> Iterator[CancelToken]:
    """A token that Ctrl-C raises; pressed twice it ends the process, which costs no byte that came."""
    cancel = CancelToken()

    def stop() -> None:
        if cancel.is_cancelled:
            os._exit(EXIT_CANCELLED)
        cancel.cancel()

    with on_interrupt(stop):
        yield cancel


class _Lines:
    """A line for each stage and for each tenth."""

    def __init__(self, screen: Reporter, name: str) -> None:
        self._screen, self._name = screen, one_line(name)
        self._stage: Stage | None = None
        self._tenth = 0

    def tell(self, progress: InstallProgress) -> None:
        if progress.stage is not self._stage:
            self._stage, self._tenth = progress.stage, 0
            self._screen.note(f"{self._name}: {_STAGES[progress.stage]}")
        tenth = math.floor(10 * progress.done_bytes / progress.total_bytes) if progress.total_bytes else 0
        if self._tenth < tenth < 10:
            self._tenth = tenth
            done, total = readable_bytes(progress.done_bytes), readable_bytes(progress.total_bytes)
            self._screen.note(f"{self._name}: {done} of {total} · {done} از {total}")

"""The real `dabir-bot` in a process of its own: started, killed, stopped, started again; and what it left behind.

Every process that descends from it carries a mark in its environment, so that orphans are found whatever became of
their parents.
"""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

import psutil

from tests.bot.person import MissedDeadline, TelegramServer, wait_for

TOKEN: Final = "7000000001:AA-only-for-tests-0000000000000000"
_ROOT: Final = Path(__file__).parents[2]
_MARK: Final = "TESTS_OF_DABIR_BOT"
_START_SECONDS: Final = 60.0
_END_SECONDS: Final = 30.0
_ORPHANS_SECONDS: Final = 10.0


@dataclass
class BotProcess:
    """One instance of the bot; `settings` are its DABIR_BOT_… variables in small letters, without the prefix."""

    server: TelegramServer
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    program: Sequence[str] = ("-m", "dabir_bot")
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    process: "subprocess.Popen[bytes] | None" = None

    @classmethod
    @contextmanager
    def running(
        cls, server: TelegramServer, folder: Path, *, program: Sequence[str] = ("-m", "dabir_bot"), **settings: str
    ) -> Iterator[Self]:
        """A bot that polls; killed at the end if it still runs. Raises AssertionError if it leaves processes behind."""
        bot = cls(server, folder, settings, program)
        try:
            bot.start()
            yield bot
        finally:
            orphans = bot.close()
        assert orphans == []

    @property
    def log_file(self) -> Path:
        """What all its runs wrote to standard output and error."""
        return self.folder / "bot.log"

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, *, ready: Callable[[], bool] | None = None) -> None:
        """Starts it and waits until it polls (or until `ready`). Raises: MissedDeadline, with its log."""
        assert not self.is_alive
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.program],
                env=self._environment(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        is_ready = ready or (lambda: self.server.state().is_polled)
        wait_for(lambda: True if is_ready() or not self.is_alive else None, _START_SECONDS, missed=self.log)
        if not self.is_alive:
            raise MissedDeadline(f"the bot ended with {self.process.returncode}\n{self.log()}")

    def is_ready(self) -> bool:
        """Whether its log says so: for processes that do not poll."""
        return "ready as" in self.log()

    def says(self, words: str) -> Callable[[], bool]:
        """Asks whether its log has those words once more than now: it is that of all its lives."""
        before = self.log().count(words)
        return lambda: self.log().count(words) > before

    def kill(self) -> None:
        """`kill -9`, and waits for its end."""
        self._signal(signal.SIGKILL)
        self._wait()

    def stop(self) -> float:
        """SIGTERM; gives the seconds until it ended."""
        asked = time.monotonic()
        self._signal(signal.SIGTERM)
        self._wait()
        return time.monotonic() - asked

    def freeze(self) -> None:
        """SIGSTOP: as a machine that hangs."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT."""
        self._signal(signal.SIGCONT)

    def log(self) -> str:
        """Its log so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace") if self.log_file.exists() else ""

    def processes(self) -> list[psutil.Process]:
        """It and all that descend from it and live, orphans included."""
        return [process for process in psutil.process_iter() if _carries(process, self.mark)]

    def close(self) -> list[str]:
        """Ends it if it runs; gives the command lines of what outlived it by ten seconds, and ends that too."""
        if self.is_alive:
            self.kill()
        try:
            wait_for(lambda: not self.processes() or None, _ORPHANS_SECONDS)
        except MissedDeadline:
            orphans = self.processes()
            lines = [" ".join(process.cmdline()) for process in orphans]
            for process in orphans:
                process.kill()
            return lines
        return []

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DABIR")}
        settings = {
            "token": TOKEN,
            "api_url": self.server.url,
            "model": "demo",
            "folder": str(self.folder / "bot"),
        } | self.settings
        ours = {f"DABIR_BOT_{name.upper()}": value for name, value in settings.items()}
        home = {"HOME": str(self.folder), "DABIR_HOME": str(self.folder / "home"), _MARK: self.mark}
        paths = os.pathsep.join((str(_ROOT), *filter(None, [kept.get("PYTHONPATH")])))  # `program` imports our tests
        return kept | home | ours | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": paths}

    def _signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def _wait(self) -> None:
        assert self.process is not None
        self.process.wait(_END_SECONDS)


def _carries(process: psutil.Process, mark: str) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE and process.environ().get(_MARK) == mark)
    except psutil.Error:
        return False

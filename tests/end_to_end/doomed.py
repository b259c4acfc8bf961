"""Starts the real app in a home of its own, hears what happens in it, and kills it."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from dabir_core.transcript import Transcript
from dabir_desktop.library import Library
from tests.end_to_end.command import ROOT, environment

PATIENCE_SECONDS = 240.0
"""For minutes of sound, on a machine that is busy."""
MOST_ORPHANED_SECONDS = 5.0
"""So long may a child of an app that is gone take to notice it, on a machine that is busy."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the app said, and when on the monotonic clock."""

    moment: float
    what: str
    value: Any


class DoomedApp:
    """One home, opened again after each kill."""

    def __init__(self, home: Path) -> None:
        self._environment = environment(home) | {"QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
        self.data = home / "dabir"
        self.data.mkdir(parents=True)
        (self.data / "desktop.ini").write_text("[General]\nis_welcomed=True\nlanguage=en\n", encoding="utf-8")
        self._log = home / "errors.txt"
        self._running: subprocess.Popen[str] | None = None
        self._listening: threading.Thread | None = None
        self._said: queue.SimpleQueue[Told] = queue.SimpleQueue()
        self.heard: list[Told] = []

    def start(self, *words: str | Path) -> None:
        """Opens it; see `doomed_app`."""
        self._said, self.heard = queue.SimpleQueue(), []
        with self._log.open("a", encoding="utf-8") as errors:
            self._running = subprocess.Popen(
                [sys.executable, "-m", "tests.end_to_end.doomed_app", *map(str, words)],
                env=self._environment,
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                encoding="utf-8",
            )
        self._listening = threading.Thread(target=self._listen, args=[self._running, self._said], daemon=True)
        self._listening.start()

    def hear(self, what: str) -> Told:
        """Waits until it says that."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                told = self._said.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"it does not say {what}: {self._log.read_text('utf-8')}") from None
            self.heard.append(told)
            assert told.what != "failed", self._log.read_text(encoding="utf-8")
            if told.what == what:
                return told

    def kill(self) -> float:
        """`kill -9`; what belonged to it ends by itself. Gives the moment."""
        assert self._running is not None
        assert self._running.poll() is None, self._log.read_text(encoding="utf-8")
        os.kill(self._running.pid, signal.SIGKILL)
        moment = time.monotonic()
        self._running.wait()
        while orphans := self._processes():
            assert time.monotonic() < moment + MOST_ORPHANED_SECONDS, orphans
            time.sleep(0.05)
        self.close()
        while not self._said.empty():
            self.heard.append(self._said.get())
        return moment

    def close(self) -> None:
        """Leaves nothing behind, also where a test has failed."""
        if self._running is None or self._listening is None:
            return
        self._running.kill()
        self._running.wait()
        self._listening.join()
        assert self._running.stdout is not None
        self._running.stdout.close()
        self._running = None

    def items(self) -> list[tuple[Path, Transcript | None]]:
        """What the library has while it is not open, the newest first."""
        with Library(self.data / "library" / "library.sqlite3") as library:
            assert library.set_aside is None
            return [(library.sound(item), library.transcript(item)) for item in library.ids()]

    def _listen(self, running: "subprocess.Popen[str]", said: "queue.SimpleQueue[Told]") -> None:
        assert running.stdout is not None
        with suppress(ValueError):  # cut in the midst of a line
            for line in running.stdout:
                said.put(Told(*json.loads(line)))

    def _processes(self) -> list[str]:
        """Those that have this home."""
        home = self._environment["DABIR_HOME"]
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                if process.environ().get("DABIR_HOME") == home and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(" ".join(process.cmdline()))
        return found

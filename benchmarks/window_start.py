"""How soon the window can be used, how it stands still while the rest is made behind it, and what it then weighs.

`python -m benchmarks.window_start`: `dabir-desktop --measure-start`, from the start of its process to the moment in
which its first page is painted and the event loop is free; without a screen and on a real X screen (Xvfb, where there
is one), with the first run's page and without. Then one window is furnished while a pulse beats.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import which
from typing import Final

from benchmarks.bytecode import as_installed

_RUNS: Final = 9
_WELCOMED: Final = "[General]\nis_welcomed=True\n"
_REST_SECONDS: Final = 1.0
_MEGABYTE: Final = 2**20


def started_ms(home: Path, *, is_welcomed: bool) -> int:
    """One start in an empty folder."""
    with tempfile.TemporaryDirectory(dir=home) as folder:
        if is_welcomed:
            (Path(folder) / "desktop.ini").write_text(_WELCOMED, encoding="utf-8")
        command = (sys.executable, "-m", "dabir_desktop", "--measure-start")
        environment = {**os.environ, "DABIR_HOME": folder}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return int(done.stdout)


def tell_starts(name: str, home: Path) -> None:
    """A line for each of the two first pages; runs are interleaved."""
    started_ms(home, is_welcomed=False)  # warms the disk's cache and Python's
    rounds = [[started_ms(home, is_welcomed=is_welcomed) for is_welcomed in (True, False)] for _ in range(_RUNS)]
    for page, figures in zip(("drop zone", "first run"), zip(*rounds, strict=True), strict=True):
        middle = statistics.median(figures)
        print(f"{name}, {page}: {min(figures)} ms at best, {middle:.0f} median, {max(figures)} at worst", flush=True)


@contextmanager
def x_screen() -> Iterator[None]:
    """A screen of its own."""
    ours, theirs = os.pipe()
    command = ("Xvfb", "-displayfd", str(theirs), "-screen", "0", "1280x900x24", "-nolisten", "tcp")
    with subprocess.Popen(command, pass_fds=(theirs,), stderr=subprocess.DEVNULL) as server:
        os.close(theirs)
        try:
            os.environ["DISPLAY"] = f":{os.read(ours, 16).decode().strip()}"
            os.environ["QT_QPA_PLATFORM"] = "xcb"
            yield
        finally:
            server.terminate()
            os.close(ours)


def furnish() -> None:
    """In a process of its own: how the window stands still from its first frame until all rooms are made."""
    import psutil
    import qasync

    from benchmarks.pulse import Pulse
    from dabir_desktop.app import Desktop, dressed_application
    from dabir_desktop.engine import Engine
    from dabir_desktop.settings import Settings, settings_file

    application = dressed_application()

    async def live() -> None:
        desktop = Desktop(application, Settings(settings_file()), engine=Engine)
        desktop.show()
        pulse = Pulse()
        await desktop.is_painted.wait()
        began = time.perf_counter()
        pulse.start()
        await desktop.furnish()
        took = time.perf_counter() - began
        await asyncio.sleep(_REST_SECONDS)
        pulse.stop("all rooms made behind the window")
        megabytes = psutil.Process().memory_info().rss / _MEGABYTE
        print(f"after {1000 * took:.0f} ms; the idle window then weighs {megabytes:.0f} MB", flush=True)
        desktop.close()

    with asyncio.Runner(loop_factory=partial(qasync.QEventLoop, application)) as runner:
        runner.run(live())


def main() -> None:
    """Starts, measures, prints."""
    with tempfile.TemporaryDirectory() as folder, as_installed():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        tell_starts("without a screen", Path(folder))
        (Path(folder) / "desktop.ini").write_text(_WELCOMED, encoding="utf-8")
        environment = {**os.environ, "DABIR_HOME": folder}
        command = (sys.executable, "-m", "benchmarks.window_start", "--furnish")
        subprocess.run(command, env=environment, check=True, capture_output=True)  # warms the caches
        for _ in range(3):
            subprocess.run(command, env=environment, check=True)
        if which("Xvfb"):
            with x_screen():
                tell_starts("X screen", Path(folder))


if __name__ == "__main__":
    furnish() if "--furnish" in sys.argv else main()

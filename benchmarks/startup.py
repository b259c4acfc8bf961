"""How long a person waits: importing core, and the whole `dabir transcribe` of the demo note, process start to exit.

A cold start is a new process's way to the text of a 10 s note (`first_text`), from its start to the line that it
prints, by a checkpoint of small's sizes with random weights, or the one given: `python -m benchmarks.startup [FOLDER]`.
Once without the compiled graphs that the first start keeps, then with them.
Each figure is the median of several runs of a fresh process; the peer of a start is Python's own bare start. Python
finds its bytecode, as it does where pip installed Dabir, whatever the environment says of writing it.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from benchmarks.bytecode import as_installed
from tests.checkpoints import Recipe, make_checkpoint

DEMO = Path(__file__).parents[1] / "samples" / "demo.ogg"
RUNS = 7
FULL_FRAMES = 3000
SHORT_FRAMES = 1300


def seconds(*command: str) -> float:
    """Wall-clock time of running a command."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def seconds_to_text(*command: str) -> float:
    """Wall-clock time from a command's start to its first line."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        taken = time.perf_counter() - began
        _, complaint = process.communicate()
    if process.returncode or not line:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=complaint)
    return taken


def median_seconds(*command: str, clock: Callable[..., float] = seconds) -> float:
    """Median of what the clock says of a command, after one run that warms the disk's cache."""
    return statistics.median([clock(*command) for _ in range(RUNS + 1)][1:])


def first_start(*command: str) -> float:
    """Seconds to the first text where no compiled graphs are kept; the second such start, since one makes bytecode."""
    taken = []
    for _ in range(2):
        with tempfile.TemporaryDirectory() as home, patch.dict(os.environ, {"DABIR_HOME": home}):
            taken.append(seconds_to_text(*command))
    return taken[-1]


def cold_starts(folder: Path) -> dict[str, float]:
    """Seconds from a process's start to its first text: the first start, and later ones with 30 s and 13 s windows."""
    start = [sys.executable, "-m", "benchmarks.first_text", str(folder), str(DEMO)]
    later = {f"later starts, {frames / 100:g} s window": frames for frames in (FULL_FRAMES, SHORT_FRAMES)}
    with as_installed(), tempfile.TemporaryDirectory() as home:
        figures = {"first start": first_start(*start, str(FULL_FRAMES))}
        with patch.dict(os.environ, {"DABIR_HOME": home}):
            for name, frames in later.items():
                figures[name] = median_seconds(*start, str(frames), clock=seconds_to_text)
    return figures


def main() -> None:
    """Prints one line for each figure."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else make_checkpoint(Path(made), Recipe(size="small"))
        for name, taken in cold_starts(folder).items():
            print(f"10 s note, {name:29} {taken:6.3f} s")
    with as_installed():
        bare = median_seconds(sys.executable, "-c", "pass")
        numpy = median_seconds(sys.executable, "-c", "import numpy")
        core = median_seconds(sys.executable, "-c", "import dabir_core")
        command = [sys.executable, "-m", "dabir_core.cli", "transcribe", str(DEMO), "--model", "demo"]
        demo = median_seconds(*command, "--language", "fa")
    print(f"start of Python           {bare:6.3f} s")
    print(f"… and import numpy        {numpy:6.3f} s")
    print(f"… and import dabir_core   {core:6.3f} s   (import alone {core - bare:.3f} s)")
    print(f"dabir transcribe demo.ogg {demo:6.3f} s")


if __name__ == "__main__":
    main()

"""How long a person waits: importing core, and the whole `dabir transcribe` of the demo note, process start to exit.

Each figure is the median of several runs of a fresh process; the peer of a start is Python's own bare start.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

DEMO = Path(__file__).parents[1] / "samples" / "demo.ogg"
RUNS = 7


def median_seconds(*command: str) -> float:
    """Median wall-clock time of running a command, after one run that warms the disk's cache."""
    times = []
    for _ in range(RUNS + 1):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return statistics.median(times[1:])


def main() -> None:
    """Prints one line for each figure."""
    bare = median_seconds(sys.executable, "-c", "pass")
    numpy = median_seconds(sys.executable, "-c", "import numpy")
    core = median_seconds(sys.executable, "-c", "import dabir_core")
    demo = median_seconds(
        sys.executable, "-m", "dabir_core.cli", "transcribe", str(DEMO), "--model", "demo", "--language", "fa"
    )
    print(f"start of Python           {bare:6.3f} s")
    print(f"… and import numpy        {numpy:6.3f} s")
    print(f"… and import dabir_core   {core:6.3f} s   (import alone {core - bare:.3f} s)")
    print(f"dabir transcribe demo.ogg {demo:6.3f} s")


if __name__ == "__main__":
    main()

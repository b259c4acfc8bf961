"""Runs the real command line in a process of its own, as a person would."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "samples" / "demo.ogg"
DEMO_TEXT = (ROOT / "samples" / "demo.txt").read_text(encoding="utf-8")
DABIR = (sys.executable, "-m", "dabir_core.cli")


def environment(home: Path) -> dict[str, str]:
    """The caller's environment with a home of its own, so that nothing installed there is found or written."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DABIR")}
    return kept | {"HOME": str(home), "DABIR_HOME": str(home / "dabir"), "PYTHONDONTWRITEBYTECODE": "1"}


def dabir(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """`dabir …`, to its end."""
    return subprocess.run(
        [*DABIR, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env=environment(home),
        check=False,
    )

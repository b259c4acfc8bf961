"""A Python environment for each peer, made once below `.bench/` from the pinned names in `peers/NAME.txt`.

Peers disagree about torch, OpenMP and each other, and none belongs into our own environment. What stands in
`peers/NAME.no-deps.txt` is installed without what it asks for: openai-whisper asks for triton, which a CPU never uses.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BENCH = ROOT / ".bench"
"""Everything that the benchmarks make and keep; git ignores it."""
_PEERS = Path(__file__).parent / "peers"


class PeerMissing(Exception):
    """A peer cannot be installed or started here; its text says why, in one line for the table."""


def python_of(name: str) -> Path:
    """The interpreter of a peer's environment, which is made if it is not there or its requirements changed.

    Raises: PeerMissing with pip's last line.
    """
    folder = BENCH / "environments" / name
    python = folder / "bin" / "python"
    stamp, wanted = folder / "requirements.txt", _requirements(name)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == "".join(wanted.values()):
        return python
    _run([sys.executable, "-m", "venv", "--clear", str(folder)])
    for file, _ in wanted.items():
        alone = ["--no-deps"] if file.suffixes[0] == ".no-deps" else []
        _run([str(python), "-m", "pip", "install", "--quiet", *alone, "--requirement", str(file)])
    stamp.write_text("".join(wanted.values()), encoding="utf-8")
    return python


def _requirements(name: str) -> dict[Path, str]:
    """The texts of a peer's requirement files, that without dependencies last."""
    files = [_PEERS / f"{name}.txt", _PEERS / f"{name}.no-deps.txt"]
    return {file: file.read_text(encoding="utf-8") for file in files if file.exists()}


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"code {done.returncode}"]
        raise PeerMissing(f"could not be installed: {lines[-1]}")

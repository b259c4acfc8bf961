"""A Python environment for a peer's engine, made once; it sees our libraries, and holds what is not ours.

CTranslate2's converter needs torch and transformers, which are here and large: the environment finds them by a path
file. Nothing is installed into our own environment.
"""

import json
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from dabir_core.paths import cache_folder
from dabir_training.errors import PeerFailed

REQUIREMENTS: Final = {"ctranslate2": ("ctranslate2==4.8.5", "faster-whisper==1.2.1")}
_OURS: Final = "dabir.pth"
_STAMP: Final = "requirements.txt"


def python_of(peer: str, folder: Path | None = None) -> Path:
    """The interpreter of the peer's environment, which is made if it is not there. Raises: PeerFailed."""
    home = (folder or cache_folder() / "training-peers") / peer
    python, stamp = home / "bin" / "python", home / _STAMP
    wanted = "\n".join(REQUIREMENTS[peer]) + "\n"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    _run([sys.executable, "-m", "venv", "--clear", str(home)])
    (library,) = (home / "lib").glob("python*/site-packages")
    (library / _OURS).write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    _run([str(python), "-m", "pip", "install", "--quiet", *REQUIREMENTS[peer]])
    stamp.write_text(wanted, encoding="utf-8")
    return python


def ask(python: Path, script: Path, *arguments: str) -> dict[str, Any]:
    """What a script prints in its last line, as JSON. Raises: PeerFailed with the last line of its complaint."""
    lines = _run([str(python), str(script), *arguments]).splitlines()
    answer: dict[str, Any] = json.loads(lines[-1])
    return answer


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    if done.returncode:
        complaint = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise PeerFailed(complaint[-1])
    return done.stdout

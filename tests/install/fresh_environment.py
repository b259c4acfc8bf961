"""An environment of its own with what one `pip install` of ours brings, and commands in it."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class FreshEnvironment:
    """`folder` holds it, the folder in which its commands run, and their DABIR_HOME; sizes are in bytes."""

    folder: Path
    empty_bytes: int

    @classmethod
    def made(cls, folder: Path, *, extra: str = "") -> Self:
        """An environment after `pip install .[extra]`, with our constraints."""
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
        made = cls(folder, cls(folder, 0).bytes)
        target = f"dabir[{extra}] @ {ROOT.as_uri()}" if extra else str(ROOT)
        made.run("python", "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", target)
        return made

    @property
    def bytes(self) -> int:
        """All of it, modules that pip compiled included."""
        files = [path for path in (self.folder / "venv").rglob("*") if path.is_file() and not path.is_symlink()]
        return sum(path.lstat().st_size for path in files)

    @property
    def added_megabytes(self) -> float:
        """What the command brought."""
        return (self.bytes - self.empty_bytes) / 1e6

    def started(self, command: str, *words: str | Path, **more: str) -> "subprocess.CompletedProcess[str]":
        """One of its commands, run to its end; `more` is put into its environment."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DABIR", "PYTHONPATH"))}
        return subprocess.run(
            [str(self.folder / "venv" / "bin" / command), *map(str, words)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=600,
            cwd=self.folder,
            env={**kept, "DABIR_HOME": str(self.folder / "home"), "QT_QPA_PLATFORM": "offscreen", **more},
            check=False,
        )

    def run(self, command: str, *words: str | Path) -> str:
        """What it prints; it has to succeed."""
        done = self.started(command, *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def modules(self, names: Sequence[str]) -> list[str]:
        """Those of the names that can be imported in it."""
        code = f"import importlib.util as u; print(*[n for n in {list(names)!r} if u.find_spec(n)])"
        return self.run("python", "-c", code).split()

    def files_in(self, package: str, *folders: str) -> list[str]:
        """The names of the files that lie in a folder of an installed package."""
        place = "".join(f" / {folder!r}" for folder in folders)
        listing = f"print(*sorted(each.name for each in (files({package!r}){place}).iterdir() if each.is_file()))"
        return self.run("python", "-c", f"from importlib.resources import files; {listing}").split()

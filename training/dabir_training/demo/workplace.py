"""Where a run keeps its files while it is made, and the note there of which run it is."""

import json
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from dabir_training.demo.run_file import Run

_LIBRARIES: Final = ("torch", "tokenizers", "numpy")


class OtherRunError(RuntimeError):
    """The folder holds the corpus or the training state of another run."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """One folder; every name in it is decided here."""

    folder: Path

    @property
    def corpus(self) -> Path:
        """The spoken corpus."""
        return self.folder / "corpus"

    @property
    def tokenizer(self) -> Path:
        """The tokenizer that was learnt from the corpus."""
        return self.folder / "tokenizer.json"

    @property
    def state(self) -> Path:
        """The latest training checkpoint, with the optimiser."""
        return self.folder / "state.pt"

    @property
    def meeting(self) -> Path:
        """The file over which the training processes find each other."""
        return self.folder / "meeting"

    @property
    def note(self) -> Path:
        """The resolved run and the versions of what made it."""
        return self.folder / "run.json"

    def claim(self, run: Run) -> None:
        """Writes the note, or checks that the one there is of the same corpus, model and seed.

        The training settings may differ: a run may be lengthened or shortened on its way.
        Raises: OtherRunError.
        """
        resolved = json.loads(json.dumps(asdict(run)))
        if self.note.exists() and _made(json.loads(self.note.read_text(encoding="utf-8"))["run"]) != _made(resolved):
            raise OtherRunError(f"{self.folder} holds another run; delete it, or name another folder with --work")
        self.folder.mkdir(parents=True, exist_ok=True)
        versions = {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}}
        text = json.dumps({"run": resolved, "versions": versions}, ensure_ascii=False, indent=2)
        self.note.write_text(text + "\n", encoding="utf-8")


def _made(resolved: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in resolved.items() if name != "training"}

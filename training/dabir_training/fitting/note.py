"""run.json: which run a folder's checkpoints are of, with every setting as it was resolved and the versions in use.

A run that goes on must be the same run: other data, another rate or another batch would make a curve that is of
neither. What changes nothing but the way, or how often it is looked at, may differ.
"""

import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from dabir_training.configuration import RunConfig
from dabir_training.errors import OtherRun
from dabir_training.fitting.record import write_whole
from dabir_training.manifest import PREPARED

NOTE: Final = "run.json"
_LIBRARIES: Final = ("dabir", "torch", "transformers", "accelerate", "tokenizers", "numpy", "peft")
_FREE: Final = frozenset(
    {
        *("name", "folder", "mirror", "prepare", "evaluate", "release"),
        *("train.activation_checkpointing", "train.workers", "train.trackers", "train.keep", "train.patience"),
        *("train.evaluations", "train.evaluate_every", "train.evaluation_batch", "train.save_every"),
        *("train.log_every", "train.batch", "train.accumulate"),
    }
)
"""What may change on the way. Of batch and accumulate it is the product over all processes that must stay: `rows`.
What was prepared is known by its own note."""


def claim(config: RunConfig, *, steps: int, rows: int) -> None:
    """Writes the note, or holds the one that is there against this run. Raises: OtherRun."""
    path = config.checkpoints / NOTE
    settings = {**json.loads(json.dumps(asdict(config), default=str)), "steps": steps, "rows": rows}
    settings["prepared"] = prepared_note(config)
    settings["model"] = Path(config.model).name  # it may lie elsewhere on the machine that goes on
    if path.exists():
        before = json.loads(path.read_text(encoding="utf-8"))["settings"]
        if other := list(_differences(before, settings)):
            raise OtherRun("; ".join(other))
    config.checkpoints.mkdir(parents=True, exist_ok=True)
    note = {"settings": settings, "versions": versions()}
    write_whole(path, json.dumps(note, ensure_ascii=False, indent=1) + "\n")


def noted_steps(config: RunConfig) -> int:
    """How many steps the run was begun with."""
    return int(json.loads((config.checkpoints / NOTE).read_text(encoding="utf-8"))["settings"]["steps"])


def prepared_note(config: RunConfig) -> object:
    """What the prepared set says of itself; None if it says nothing."""
    path = config.prepared / PREPARED
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def versions() -> Mapping[str, str]:
    """Of Python and the libraries that a run's figures depend on."""
    found = {"python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found


def _differences(before: Mapping[str, Any], now: Mapping[str, Any], *, within: str = "") -> Iterator[str]:
    for name in sorted({*before, *now}):
        key, old, new = f"{within}{name}", before.get(name), now.get(name)
        if key in _FREE or old == new:
            continue
        if within == "" and isinstance(old, Mapping) and isinstance(new, Mapping) and name != "prepared":
            yield from _differences(old, new, within=f"{name}.")
        else:
            yield f"{key} was {old}" if name != "prepared" else "another prepared set"

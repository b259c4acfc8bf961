"""metrics.jsonl: what a run told of itself, one line of JSON a time, without a step told twice.

A line is a mapping of names to numbers; `step` is in each. A run that goes on from a checkpoint takes back the lines
that came after it, since it is about to write them again.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

METRICS: Final = "metrics.jsonl"
Line = Mapping[str, float | str]


def read_metrics(folder: Path) -> list[Line]:
    """The lines in order; one that a crash cut short is no line."""
    path = folder / METRICS
    if not path.exists():
        return []
    lines = []
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            lines.append(json.loads(text))
        except ValueError:
            continue
    return lines


def append_metrics(folder: Path, line: Line) -> None:
    """Adds a line."""
    with (folder / METRICS).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def cut_metrics(folder: Path, *, step: int) -> None:
    """Takes back all lines that came after the step."""
    kept = [json.dumps(line, ensure_ascii=False) + "\n" for line in read_metrics(folder) if int(line["step"]) <= step]
    write_whole(folder / METRICS, "".join(kept))


def write_whole(path: Path, text: str) -> None:
    """Writes a file so that a reader, or a crash, never meets half of it."""
    half = path.with_name(f".{path.name}.half")
    with half.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)

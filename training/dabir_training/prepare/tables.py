"""Tables of text, line by line: tab-separated without quoting, comma-separated with it, JSON lines.

A tab-separated line is split at its tabs and nothing else, since the csv module takes a quote at a cell's beginning for
quoting unless told otherwise, and a lone carriage return for an error. Cells are text: «NA» is a sentence.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dabir_training.errors import SourceWrong

Cells = Mapping[str, str]


def cells_of(path: Path, needed: Sequence[str] = ()) -> Iterator[Cells | None]:
    """Each line by the names of the header; None for a line whose cells do not fit it.

    Raises: SourceWrong where the file cannot be read, is of no form that we know, or lacks a column that is needed.
    """
    readers = {".tsv": _tab_separated, ".csv": _comma_separated, ".jsonl": _json_lines}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise SourceWrong(f"{path.name}: .tsv, .csv or .jsonl")
    try:
        yield from reader(path, needed)
    except (OSError, ValueError, csv.Error) as cause:  # ValueError: neither UTF-8 nor JSON
        raise SourceWrong(f"{path.name}: {cause}") from cause


def _tab_separated(path: Path, needed: Sequence[str]) -> Iterator[Cells | None]:
    with path.open(encoding="utf-8-sig", newline="\n") as lines:
        header = next(lines, "").rstrip("\r\n").split("\t")
        _check(path, header, needed)
        least = max((header.index(name) for name in needed), default=0)
        for line in lines:
            cells = line.rstrip("\r\n").split("\t")
            fits = least < len(cells) <= len(header)
            yield dict(zip(header, cells, strict=False)) if fits else None


def _comma_separated(path: Path, needed: Sequence[str]) -> Iterator[Cells | None]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        header = next(lines, [])
        _check(path, header, needed)
        for cells in lines:
            yield dict(zip(header, cells, strict=True)) if len(cells) == len(header) else None


def _json_lines(path: Path, _needed: Sequence[str]) -> Iterator[Cells | None]:
    with path.open(encoding="utf-8-sig", newline="\n") as lines:
        for line in lines:
            if line.strip():
                told = json.loads(line)
                yield {name: str(value) for name, value in told.items() if value is not None}


def _check(path: Path, header: Sequence[str], needed: Sequence[str]) -> None:
    if missing := [name for name in needed if name not in header]:
        raise SourceWrong(f"{path.name} lacks the column {', '.join(missing)}")

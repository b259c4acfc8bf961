"""What a person is told of a set: how much there is of what, what was left out and why. Written as report.json."""

import json
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from dabir_training.errors import PreparedSetWrong
from dabir_training.manifest import REPORT, PreparedSet
from dabir_training.prepare.leaks import Leaks
from dabir_training.prepare.row import Drop

_EXAMPLES: Final = 5
_LONGEST_EXAMPLE: Final = 80
_HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Part:
    """One split of one source, one split of one gender, or another part of a set."""

    name: str
    split: str
    clips: int
    hours: float
    speakers: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """Clips that were left out for one reason, with some of them as «id: text»."""

    reason: str
    clips: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report; `rows` is how many lines the sources had, less those that repeat a clip."""

    rows: int
    splits: tuple[Part, ...]
    sources: tuple[Part, ...]
    genders: tuple[Part, ...]
    dropped: tuple[Dropped, ...]
    leaks: Leaks

    @property
    def text(self) -> str:
        """The report as report.json has it."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


def read_report(prepared: PreparedSet) -> Report:
    """The report of a set. Raises: PreparedSetWrong."""
    path: Path = prepared.folder / REPORT
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        parts = {name: tuple(Part(**part) for part in told[name]) for name in ("splits", "sources", "genders")}
        dropped = tuple(Dropped(**{**each, "examples": tuple(each["examples"])}) for each in told["dropped"])
        leaks = Leaks(**{**told["leaks"], "examples": tuple(told["leaks"]["examples"])})
        return Report(rows=told["rows"], dropped=dropped, leaks=leaks, **parts)
    except (OSError, ValueError, TypeError, KeyError) as cause:
        raise PreparedSetWrong(str(path)) from cause


def report_of(ledger: sqlite3.Connection, leaks: Leaks) -> Report:
    """What the ledger holds, counted."""
    (rows,) = ledger.execute("SELECT COUNT(*) FROM rows").fetchone()
    counts = dict(ledger.execute("SELECT dropped, COUNT(*) FROM rows WHERE dropped IS NOT NULL GROUP BY 1"))
    return Report(
        rows=rows,
        splits=_parts(ledger, "''"),
        sources=_parts(ledger, "source"),
        genders=_parts(ledger, "gender"),
        dropped=tuple(Dropped(drop, counts[drop], _examples(ledger, drop)) for drop in Drop if drop in counts),
        leaks=leaks,
    )


def _parts(ledger: sqlite3.Connection, by: str) -> tuple[Part, ...]:
    """Speakers are counted where they are known."""
    counted = "COUNT(*), TOTAL(duration), COUNT(DISTINCT NULLIF(speaker, ''))"
    found = ledger.execute(f"SELECT {by}, split, {counted} FROM rows WHERE dropped IS NULL GROUP BY 1, 2 ORDER BY 1, 2")
    return tuple(
        Part(str(name), str(split), clips, round(seconds / _HOUR, 4), speakers)
        for name, split, clips, seconds, speakers in found
    )


def _examples(ledger: sqlite3.Connection, drop: Drop) -> tuple[str, ...]:
    found = ledger.execute(
        "SELECT source, id, text FROM rows WHERE dropped = ? ORDER BY number LIMIT ?", (drop, _EXAMPLES)
    )
    return tuple(f"{source}/{id_}: {text[:_LONGEST_EXAMPLE]}" for source, id_, text in found)

"""What a decoding step costs on this machine by the rows in it, measured while working, and how many rows that earns.

A step reads all of the decoder's weights however many rows it has, so the second row is almost free and the twentieth
is not; where the gain ends depends on the machine, the engine and the checkpoint. So it is measured: each size keeps a
figure that follows faster steps at once and slower ones slowly, since other programs only ever make a step slower.
Now and then other sizes are tried whatever the figures say: none is ever measured otherwise where all windows of a
batch end together, and a figure of a bad moment gets another chance.
The figures are kept in a small JSON file, with the number of steps that they were measured in: the next process goes on
where this one was, and trials are not begun again with each. A file that cannot be read is begun anew.
"""

import hashlib
import json
import logging
import math
import os
import platform
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from dabir_core.asr.dimensions import Dimensions
from dabir_core.whole_file import write_whole

_LOG = logging.getLogger(__name__)

SIZES = (1, 2, 3, 4, 6, 8, 12, 16)
"""Counts of rows that are told apart; no batch has more than the last."""
USUAL_ROWS = 8
"""What is taken while nothing was measured."""
_WORTH = 1.03
_TRIAL, _PERIOD = 256, 4096
"""Of so many measured steps the first are a trial of the usual size, and as many more of the largest one."""
_FASTER, _SLOWER = 0.5, 0.02
_FIRST_SAVE = 64


@dataclass(frozen=True, slots=True)
class _Figures:
    """What the file holds: seconds of a step by rows, and in how many steps, of all processes, they were measured."""

    measures: int
    step_seconds: dict[int, float]


class CostTable:
    """Seconds of a step by rows; for one thread. `path` None keeps nothing."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        kept = _Figures(0, {}) if path is None else _read(path)
        self._step_seconds = kept.step_seconds
        self._earlier, self._measures = kept.measures, 0
        self._next_save = _FIRST_SAVE

    @classmethod
    def of(cls, folder: Path, dimensions: Dimensions, *, engine: str) -> Self:
        """The table of checkpoints of this size on this engine and machine, kept in a file of the folder."""
        parts = [asdict(dimensions), engine, os.cpu_count(), platform.machine()]
        digest = hashlib.blake2b(json.dumps(parts).encode(), digest_size=8).hexdigest()
        return cls(folder / f"steps-{digest}.json")

    @property
    def rows(self) -> int:
        """How many rows a batch should have."""
        place = (self._earlier + self._measures) % _PERIOD
        if place < 2 * _TRIAL:
            return USUAL_ROWS if place < _TRIAL else SIZES[-1]
        return worthwhile_rows(self._step_seconds)

    def measured(self, rows: int, seconds: float) -> None:
        """Takes note of a step of so many rows; sizes that are not told apart are passed over."""
        if rows not in SIZES:
            return
        known = self._step_seconds.get(rows, seconds)
        share = _FASTER if seconds < known else _SLOWER
        self._step_seconds[rows] = known + share * (seconds - known)
        self._measures += 1
        if self._measures >= self._next_save:
            self._next_save *= 4
            self.save()

    def save(self) -> None:
        """Keeps the figures; a folder that cannot be written is no trouble."""
        if self._path is None or not self._measures:
            return
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            figures = _Figures(self._earlier + self._measures, self._step_seconds)
            write_whole(self._path, json.dumps(asdict(figures)))


def worthwhile_rows(step_seconds: Mapping[int, float]) -> int:
    """The fewest rows whose throughput is within 3 % of the best.

    Sizes between measured ones lie on a line between them, sizes beyond on the line of the outermost two, since a step
    costs its weights and, for each row, the same again. With fewer than two sizes known it is `USUAL_ROWS`.
    """
    known = sorted((rows, cost) for rows, cost in step_seconds.items() if cost > 0)
    if len(known) < 2:
        return USUAL_ROWS
    throughput = {size: size / _cost(known, size) for size in SIZES}
    enough = max(throughput.values()) / _WORTH
    return next(size for size in SIZES if throughput[size] >= enough)


def _cost(known: list[tuple[int, float]], rows: int) -> float:
    """On the line through the two measured sizes around it, or the outermost two."""
    above = next((place for place, (size, _) in enumerate(known) if size >= rows), len(known) - 1)
    (low, cheap), (high, dear) = known[max(0, above - 1)], known[max(1, above)]
    return max(cheap + (rows - low) * (dear - cheap) / (high - low), min(cheap, dear))


def _read(path: Path) -> _Figures:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        figures = {int(rows): float(cost) for rows, cost in told["step_seconds"].items()}
        believed = {rows: cost for rows, cost in figures.items() if rows in SIZES and 0 < cost < math.inf}
        return _Figures(max(0, int(told["measures"])), believed)
    except FileNotFoundError:
        return _Figures(0, {})
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError) as cause:
        _LOG.info("the table of costs is begun anew: %s", type(cause).__name__)
        return _Figures(0, {})

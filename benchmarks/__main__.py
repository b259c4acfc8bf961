"""The side-by-side runs against named peers, as a table: `python -m benchmarks`, `make bench`, `make bench-quick`."""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks import report
from benchmarks.bench import Bench, Row
from benchmarks.environments import BENCH, PeerMissing
from benchmarks.outcome import Outcome
from benchmarks.rows import cancel, dense, library, live, measured_elsewhere, mixed, notes, slower_peers, throughput
from benchmarks.table import markdown

ROWS: Mapping[str, Row] = {
    "throughput": throughput.measure,
    "notes": notes.measure,
    "throughput-capped": throughput.measure_capped,
    "notes-capped": notes.measure_capped,
    "mixed": mixed.measure,
    "torch": slower_peers.measure_torch,
    "start": measured_elsewhere.start,
    "cancel": cancel.measure,
    "dense": dense.measure,
    "live": live.measure,
    "floors": measured_elsewhere.floors,
    "words": measured_elsewhere.words,
    "non-speech": measured_elsewhere.non_speech,
    "library": library.measure,
    "openai-whisper": slower_peers.measure_openai,
    "whisper.cpp": slower_peers.measure_whisper_cpp,
}
QUICK_LEAVES_OUT = frozenset({"openai-whisper", "whisper.cpp", "non-speech", "words", "library"})
"""Their processors are busy for minutes; everything that the others say, they say in a full run as well."""


def main(arguments: Sequence[str]) -> None:
    """Runs what was asked for, prints the table and writes the report."""
    asked = parser().parse_args(arguments)
    bench = Bench(is_quick=asked.quick, size=asked.size)
    names = asked.rows or [name for name in ROWS if not (asked.quick and name in QUICK_LEAVES_OUT)]
    outcomes = [outcome for name in names for outcome in measured(name, bench)]
    print(markdown(outcomes))
    report.write(asked.json, outcomes, bench)


def measured(name: str, bench: Bench) -> Iterator[Outcome]:
    """One row's lines; a peer that is missing or fails is named in a line of its own."""
    print(f"… {name}", file=sys.stderr, flush=True)
    try:
        yield from ROWS[name](bench)
    except PeerMissing as missing:
        yield Outcome(name, "", None, note=str(missing))


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    made = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    made.add_argument("--quick", action="store_true", help="at most ten minutes: shorter sound, fewer turns")
    made.add_argument("--json", type=Path, default=BENCH / "report.json", help="where the report goes")
    made.add_argument("--rows", nargs="+", choices=ROWS, help="only these")
    made.add_argument("--size", default="small", help="of the random-weight checkpoint")
    return made


if __name__ == "__main__":
    main(sys.argv[1:])
